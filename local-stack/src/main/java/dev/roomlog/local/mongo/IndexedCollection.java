package dev.roomlog.local.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;

import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for an index that serves a query before it reads the whole collection, and hands out copies
 * only: the base class updates the found document in place, which would change it under a reply or
 * a commit being written.
 */
final class IndexedCollection extends H2Collection {

    IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> meta,
            CursorRegistry cursors) {
        super(database, name, options, documents, meta, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        Document order = orderBy == null || orderBy.isEmpty() ? null : orderBy;
        Optional<IndexScan> scan =
                order != null && order.containsKey("$natural")
                        ? Optional.empty()
                        : IndexScan.best(rangeIndexes(), query, order, limit > 0);
        if (scan.isEmpty()) {
            return matchDocuments(query, orderBy, skip, limit, batchSize, fields);
        }
        Stream<Document> candidates = scan.get().positions().map(this::getDocument);
        return matchDocumentsFromStream(
                candidates,
                query,
                scan.get().inOrder() ? null : order,
                skip,
                limit,
                batchSize,
                fields);
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        return super.createQueryResult(
                matched.stream().map(Document::cloneDeeply).toList(), batchSize);
    }

    private Stream<RangeIndex> rangeIndexes() {
        return getIndexes().stream()
                .filter(RangeIndex.class::isInstance)
                .map(RangeIndex.class::cast);
    }
}
