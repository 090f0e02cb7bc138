package dev.roomlog.membership.mongo;

import com.mongodb.reactivestreams.client.MongoClient;

import dev.roomlog.MongoStore;
import dev.roomlog.membership.Memberships;
import dev.roomlog.membership.MembershipsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoMembershipsIT extends MembershipsContract {

    private MongoStore store;
    private MongoClient client;

    @BeforeAll
    void connect(@TempDir Path folder) {
        store = new MongoStore(folder);
        client = store.client();
    }

    @AfterAll
    void close() {
        client.close();
        store.close();
    }

    @Override
    protected Memberships memberships() {
        return new MongoMemberships(client.getDatabase("roomlog"));
    }
}
