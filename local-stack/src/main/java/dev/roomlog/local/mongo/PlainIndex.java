package dev.roomlog.local.mongo;

import static de.bwaldvogel.mongo.backend.Missing.ofNullable;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An index that does not have to be unique; the base library has none. */
final class PlainIndex extends Index<Object> implements RangeIndex {

    private final OrderedKeys entries = new OrderedKeys();
    private volatile boolean multikey;

    PlainIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    @Override
    public OrderedKeys orderedKeys() {
        return entries;
    }

    @Override
    public boolean isMultikey() {
        return multikey;
    }

    @Override
    public boolean leavesOutMissing() {
        return isSparse();
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        if (leavesOut(document)) {
            return;
        }
        multikey |= hasArray(document);
        for (List<@Nullable Object> key : keysOf(document)) {
            entries.add(key, position);
        }
    }

    /** Null from a sparse index that has no entry for the document. */
    @Override
    @SuppressWarnings("NullAway") // the base class has no nullness; null is its "not here"
    public Object remove(Document document) {
        if (leavesOut(document)) {
            return null;
        }
        Object position = ofNullable(document.get("_id"));
        for (List<@Nullable Object> key : keysOf(document)) {
            entries.remove(key, position);
        }
        return position;
    }

    @Override
    public void updateInPlace(
            Document oldDocument,
            Document newDocument,
            Object position,
            MongoCollection<Object> collection) {
        if (!nullAwareEqualsKeys(oldDocument, newDocument)) {
            remove(oldDocument);
            add(newDocument, position, collection);
        }
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        // Refuses parallel arrays before anything is changed.
        getKeyValues(document);
    }

    @Override
    public void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
        getKeyValues(newDocument);
    }

    /** Null: a key alone does not lead to one document. */
    @Override
    @SuppressWarnings("NullAway") // see remove
    public Object getPosition(Document document) {
        return null;
    }

    /** False: {@link IndexedCollection} plans its queries itself. */
    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("planned by the collection");
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        // Nothing outside memory.
    }

    private boolean leavesOut(Document document) {
        return isSparse() && values(document).allMatch(value -> value == null);
    }

    private boolean hasArray(Document document) {
        return values(document).anyMatch(Collection.class::isInstance);
    }

    private List<List<@Nullable Object>> keysOf(Document document) {
        Set<KeyValue> keys = getKeyValues(document);
        if (keys.isEmpty()) {
            // An empty array; it still needs an entry, or a sort by this index would lose the
            // document.
            List<@Nullable Object> key = new ArrayList<>();
            values(document).forEach(value -> key.add(value instanceof Collection ? null : value));
            return List.of(key);
        }
        List<List<@Nullable Object>> lists = new ArrayList<>(keys.size());
        keys.forEach(key -> lists.add(list(key)));
        return lists;
    }

    private static List<@Nullable Object> list(KeyValue key) {
        List<@Nullable Object> values = new ArrayList<>(key.size());
        key.forEach(values::add);
        return values;
    }

    private Stream<@Nullable Object> values(Document document) {
        return keys().stream()
                .map(key -> Utils.getSubdocumentValueCollectionAware(document, key))
                .map(value -> new KeyValue(value).normalized().get(0));
    }
}
