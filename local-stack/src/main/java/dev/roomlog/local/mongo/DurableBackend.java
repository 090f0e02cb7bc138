package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;

import io.netty.channel.Channel;

import org.h2.mvstore.MVStore;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Commits before it answers a command that changes something. */
final class DurableBackend extends H2Backend {

    private static final Set<String> CHANGES =
            Set.of(
                    "insert",
                    "update",
                    "delete",
                    "findandmodify",
                    "create",
                    "createindexes",
                    "drop",
                    "dropindexes",
                    "dropdatabase",
                    "renamecollection");

    private final Map<String, MongoDatabase> opened;
    private final GroupCommit commits;

    DurableBackend(MVStore store) {
        // Before super, which opens all databases.
        this.opened = new ConcurrentHashMap<>();
        this.commits = new GroupCommit(store::commit);
        super(store);
        store.commit();
    }

    /** Runs while no command changes anything. */
    void alone(Runnable task) {
        commits.alone(task);
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        if (name.equals("hello")) {
            // Newer than the base library, and what health checks ask.
            Document answer = super.handleCommand(channel, database, "isMaster", query);
            answer.put("isWritablePrimary", true);
            return answer;
        }
        if (!CHANGES.contains(name)) {
            return super.handleCommand(channel, database, command, query);
        }
        Document answer =
                commits.durably(() -> super.handleCommand(channel, database, command, query));
        return name.equals("insert") ? countingInsertedOnly(answer, query) : answer;
    }

    /**
     * The base library opens a database anew for each listing; an index is not rebuilt for that.
     */
    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return opened.computeIfAbsent(
                name, missing -> new IndexedDatabase(missing, getMvStore(), getCursorRegistry()));
    }

    @Override
    public void dropDatabase(String name) {
        super.dropDatabase(name);
        opened.remove(name);
    }

    /** The base library counts refused documents as inserted. */
    private static Document countingInsertedOnly(Document answer, Document query) {
        if (answer.get("writeErrors") instanceof List<?> errors && !errors.isEmpty()) {
            int asked = query.get("documents") instanceof Collection<?> all ? all.size() : 0;
            boolean ordered = !Objects.equals(query.get("ordered"), false);
            Document first = (Document) errors.getFirst();
            answer.put("n", ordered ? first.get("index") : (Object) (asked - errors.size()));
        }
        return answer;
    }
}
