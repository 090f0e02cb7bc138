package dev.roomlog.unread.mongo;

import com.mongodb.reactivestreams.client.MongoClient;

import dev.roomlog.MongoStore;
import dev.roomlog.unread.Tallies;
import dev.roomlog.unread.TalliesContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoTalliesIT extends TalliesContract {

    private MongoStore store;
    private MongoClient client;
    private MongoTallies tallies;

    @BeforeAll
    void connect(@TempDir Path folder) {
        store = new MongoStore(folder);
        client = store.client();
        tallies = new MongoTallies(client.getDatabase("roomlog"));
        tallies.prepare().block(Duration.ofSeconds(20));
    }

    @AfterAll
    void close() {
        client.close();
        store.close();
    }

    @Override
    protected Tallies tallies() {
        return tallies;
    }
}
