package dev.roomlog.system;

import com.google.protobuf.Timestamp;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;

import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.local.LocalStack;

import org.bson.Document;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one part of the product holds, in words that can be compared: rooms by ID, memberships by
 * room and member. Nobody is in a deleted room, so what is left of its memberships is not told on.
 */
record Facts(Map<String, String> rooms, Map<String, String> memberships) {

    private static Facts none() {
        return new Facts(new TreeMap<>(), new TreeMap<>());
    }

    private Facts withoutMembersOfDeletedRooms() {
        memberships
                .keySet()
                .removeIf(key -> {
                    String room = rooms.getOrDefault(key.substring(0, key.indexOf('/')), "");
                    return room.startsWith("DELETED ") || room.startsWith("false ");
                });
        return this;
    }

    /** What is committed: the truth. Times are milliseconds. */
    static Facts ofDatabase(LocalStack stack) {
        Facts facts = none();
        try (Connection connection = connect(stack);
                Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery(
                            """
                            SELECT id, status, kind, entry_rule, posting_rule, slow_mode_seconds, name
                            FROM rooms\
                            """)) {
                while (row.next()) {
                    facts.rooms.put(
                            row.getString(1),
                            "%s %s %s %s %d %s"
                                    .formatted(
                                            row.getString(2),
                                            row.getString(3),
                                            row.getString(4),
                                            row.getString(5),
                                            row.getInt(6),
                                            row.getString(7)));
                }
            }
            try (ResultSet row =
                    statement.executeQuery(
                            """
                            SELECT m.room_id, m.member_id, m.status, m.role, m.version,
                                   COALESCE(m.muted_until, 0), COALESCE(m.banned_until, 0),
                                   a.status, a.tokens_not_before
                            FROM memberships m JOIN members a ON a.id = m.member_id\
                            """)) {
                while (row.next()) {
                    facts.memberships.put(
                            row.getString(1) + "/" + row.getString(2),
                            membership(
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getLong(7),
                                    row.getString(8),
                                    row.getLong(9)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return facts.withoutMembersOfDeletedRooms();
    }

    /** What room-service still has to tell, or to carry into memberships. */
    static int unfinished(LocalStack stack) {
        try (Connection connection = connect(stack);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM"
                                        + " account_changes)")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Facts of(StateLog log) {
        Facts facts = none();
        log.rooms().forEach((id, state) -> facts.rooms.put(id, of(state)));
        log.memberships().forEach((key, state) -> facts.memberships.put(key, of(state)));
        return facts.withoutMembersOfDeletedRooms();
    }

    private static String of(RoomState room) {
        return "%s %s %s %s %d %s"
                .formatted(
                        word(room.getStatus().name(), "ROOM_STATUS_"),
                        word(room.getKind().name(), "ROOM_KIND_"),
                        word(room.getEntry().name(), "ENTRY_RULE_"),
                        word(room.getPosting().name(), "POSTING_RULE_"),
                        room.getSlowModeSeconds(),
                        room.getName());
    }

    private static String of(MembershipState state) {
        return membership(
                word(state.getStatus().name(), "MEMBERSHIP_STATUS_"),
                word(state.getRole().name(), "ROLE_"),
                state.getVersion(),
                state.hasMutedUntil() ? millis(state.getMutedUntil()) : 0,
                state.hasBannedUntil() ? millis(state.getBannedUntil()) : 0,
                word(state.getAccount().name(), "ACCOUNT_STATUS_"),
                state.hasTokensNotBefore() ? millis(state.getTokensNotBefore()) : 0);
    }

    private static String membership(
            String status,
            String role,
            long version,
            long mutedUntil,
            long bannedUntil,
            String account,
            long tokensNotBefore) {
        return "%s %s version %d, muted until %d, banned until %d, account %s, tokens from %d"
                .formatted(
                        status, role, version, mutedUntil, bannedUntil, account, tokensNotBefore);
    }

    /** What of these facts history has to know: who is in, as of which version. */
    Facts forHistory() {
        Facts facts = none();
        rooms.forEach((id, room) ->
                facts.rooms.put(id, room.startsWith("ACTIVE") + " " + room.contains(" PUBLIC ")));
        memberships.forEach((key, membership) ->
                facts.memberships.put(
                        key,
                        membership.startsWith("MEMBER ")
                                + membership.replaceAll(".*( version [0-9]+),.*", "$1")));
        return facts;
    }

    static Facts ofHistory(LocalStack stack) {
        Facts facts = none();
        try (MongoClient client = MongoClients.create(stack.mongoUri())) {
            var database = client.getDatabase("roomlog");
            MongoCollection<Document> rooms = database.getCollection("knownRooms");
            for (Document room : rooms.find()) {
                facts.rooms.put(
                        room.getString("_id"),
                        room.getBoolean("active") + " " + room.getString("kind").equals("PUBLIC"));
            }
            MongoCollection<Document> memberships = database.getCollection("roomMembers");
            for (Document membership : memberships.find()) {
                facts.memberships.put(
                        membership.getString("_id"),
                        membership.getBoolean("inRoom")
                                + " version "
                                + membership.getLong("version"));
            }
        }
        return facts.withoutMembersOfDeletedRooms();
    }

    private static Connection connect(LocalStack stack) throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(), stack.jdbcUser(), stack.jdbcPassword());
    }

    private static long millis(Timestamp time) {
        return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
    }

    private static String word(String constant, String prefix) {
        return constant.substring(prefix.length());
    }
}
