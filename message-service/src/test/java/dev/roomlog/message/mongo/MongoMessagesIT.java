package dev.roomlog.message.mongo;

import com.mongodb.reactivestreams.client.MongoClient;

import dev.roomlog.MongoStore;
import dev.roomlog.message.Messages;
import dev.roomlog.message.MessagesContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoMessagesIT extends MessagesContract {

    private MongoStore store;
    private MongoClient client;
    private MongoMessages messages;

    @BeforeAll
    void connect(@TempDir Path folder) {
        store = new MongoStore(folder);
        client = store.client();
        messages = new MongoMessages(client.getDatabase("roomlog"));
        messages.prepare().block(Duration.ofSeconds(20));
    }

    @AfterAll
    void close() {
        client.close();
        store.close();
    }

    @Override
    protected Messages messages() {
        return messages;
    }
}
