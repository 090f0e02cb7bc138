package dev.roomlog.support;

import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * A real server: MariaDB started here, or another one by {@code
 * -Droomlog.test.jdbc-url=jdbc:mysql://127.0.0.1:PORT} (root, without password). Each database made
 * here is a new one.
 */
public final class TestDatabase {

    private static final String GIVEN = System.getProperty("roomlog.test.jdbc-url", "");
    private static final String SERVER = GIVEN.isEmpty() ? MariaDbServer.start() : GIVEN;

    private TestDatabase() {}

    /** The URL of an empty database of this name. */
    public static String create(String name) {
        try (Connection connection = DriverManager.getConnection(SERVER + "/", "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name);
            statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return SERVER + "/" + name;
    }

    /** With the schema of the service. */
    public static DataSource migrated(String name) {
        create(name);
        DataSource source = connected(name);
        Flyway.configure().dataSource(source).load().migrate();
        return source;
    }

    /** More connections to a database that is there, as another instance has them. */
    public static DataSource connected(String name) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(SERVER + "/" + name);
        source.setUsername("root");
        source.setPassword("");
        source.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return source;
    }

    public static String dialect() {
        return GIVEN.isEmpty()
                ? "org.hibernate.dialect.MariaDBDialect"
                : "org.hibernate.dialect.MySQLDialect";
    }
}
