package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.MongoServer;

import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The store as a process: {@code MongoStoreProcess <port> <file> <ready-file>}. Writes the ready
 * file once it answers; ends on SIGTERM with everything closed.
 */
public final class MongoStoreProcess {

    private static final Logger log = LoggerFactory.getLogger(MongoStoreProcess.class);

    private static final int PAGE_CACHE_MB = 32;
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);

    private MongoStoreProcess() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Path file = Path.of(arguments[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        MVStore store = open(file);
        DurableBackend backend = new DurableBackend(store);
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", port);
        ScheduledExecutorService housekeeping =
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
        var compaction =
                housekeeping.scheduleWithFixedDelay(
                        () -> reclaimSpace(backend, store),
                        HOUSEKEEPING.toMillis(),
                        HOUSEKEEPING.toMillis(),
                        TimeUnit.MILLISECONDS);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            compaction.cancel(false);
                            server.shutdownNow();
                        }));
        Files.writeString(Path.of(arguments[2]), "ready");
        log.info("serving {} on 127.0.0.1:{}", file, port);
        if (Boolean.getBoolean("roomlog.exit-when-ready")) {
            System.exit(0);
        }
    }

    static MVStore open(Path file) {
        MVStore store =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .cacheSize(PAGE_CACHE_MB)
                        .autoCommitDisabled()
                        .open();
        store.setRetentionTime((int) TimeUnit.SECONDS.toMillis(10));
        return store;
    }

    /** Each commit leaves old pages behind; without this the file only grows. */
    private static void reclaimSpace(DurableBackend backend, MVStore store) {
        try {
            backend.alone(() -> store.compact(60, 4 * 1024 * 1024));
        } catch (RuntimeException e) {
            log.warn("compaction failed", e);
        }
    }
}
