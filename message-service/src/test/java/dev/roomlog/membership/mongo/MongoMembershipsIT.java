package dev.roomlog.membership.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;

import dev.roomlog.MongoStore;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.membership.Membership;
import dev.roomlog.membership.Memberships;
import dev.roomlog.membership.MembershipsContract;

import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import reactor.core.publisher.Mono;

import java.nio.file.Path;
import java.time.Duration;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoMembershipsIT extends MembershipsContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private MongoStore store;
    private MongoClient client;
    private MongoMemberships memberships;

    @BeforeAll
    void connect(@TempDir Path folder) {
        store = new MongoStore(folder);
        client = store.client();
        memberships = new MongoMemberships(client.getDatabase("roomlog"));
        memberships.prepare().block(SOON);
    }

    @AfterAll
    void close() {
        client.close();
        store.close();
    }

    @Override
    protected Memberships memberships() {
        return memberships;
    }

    @Test
    void findsByMemberWhatAnEarlierReleaseStored() {
        MemberId old = new MemberId("old/1");
        RoomId room = RoomId.random();
        var stored =
                new Document("_id", RoomKey.of(room, old).toString())
                        .append("inRoom", true)
                        .append("accountActive", true)
                        .append("tokensNotBefore", null)
                        .append("version", 7L);
        Mono.from(client.getDatabase("roomlog").getCollection("memberships").insertOne(stored))
                .block(SOON);
        assertThat(memberships.ofMember(old, null, 5).toIterable()).isEmpty();

        memberships.prepare().block(SOON);

        assertThat(memberships.ofMember(old, null, 5).toIterable())
                .containsExactly(new Membership(room, old, true, true, null, 7));
    }
}
