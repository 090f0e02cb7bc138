package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;

/** A unique index in memory; every collection has one on {@code _id}. */
final class UniqueRangeIndex extends AbstractUniqueIndex<Object> implements RangeIndex {

    private final OrderedKeys entries = new OrderedKeys();
    private volatile boolean multikey;

    UniqueRangeIndex(String name, List<IndexKey> keys, boolean sparse) {
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
    protected boolean putKeyPosition(KeyValue key, Object position) {
        if (entries.first(list(key)) != null) {
            return false;
        }
        return entries.add(list(key), Missing.ofNullable(position));
    }

    @Override
    @SuppressWarnings("NullAway") // the base class has no nullness; null is its "not here"
    protected Object removeDocument(KeyValue key) {
        Object position = entries.first(list(key));
        if (position != null) {
            entries.remove(list(key), position);
        }
        return position;
    }

    @Override
    @SuppressWarnings("NullAway") // see removeDocument
    protected Object getPosition(KeyValue key) {
        return entries.first(list(key));
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        Set<KeyValue> keys = super.getKeyValues(document);
        multikey |= keys.size() != 1;
        return keys;
    }

    @Override
    protected Iterable<Entry<KeyValue, Object>> getIterable() {
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

    private static List<@Nullable Object> list(KeyValue key) {
        List<@Nullable Object> values = new ArrayList<>(key.size());
        key.forEach(values::add);
        return values;
    }
}
