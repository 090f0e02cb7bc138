package dev.roomlog;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A MongoDB-protocol store that can be stopped and started again with what it had. */
public final class MongoStore implements AutoCloseable {

    private final Path file;
    private int port;
    private @Nullable MongoServer server;

    public MongoStore(Path folder) {
        this.file = folder.resolve("mongo.mv");
        start();
    }

    public void start() {
        MongoServer starting = new MongoServer(new H2Backend(file.toString()));
        starting.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        port = starting.getLocalAddress().getPort();
        server = starting;
    }

    public void stop() {
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }

    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/roomlog?retryWrites=false";
    }

    public MongoClient client() {
        return MongoClients.create(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri()))
                        .writeConcern(WriteConcern.MAJORITY)
                        .build());
    }

    @Override
    public void close() {
        stop();
    }
}
