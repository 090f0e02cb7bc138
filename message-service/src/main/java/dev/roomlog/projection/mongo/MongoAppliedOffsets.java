package dev.roomlog.projection.mongo;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.projection.Applied;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.LogPartition;
import dev.roomlog.projection.SkippedRange;

import org.bson.Document;

import reactor.core.publisher.Mono;

import java.util.Date;

final class MongoAppliedOffsets implements AppliedOffsets {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> offsets;

    MongoAppliedOffsets(MongoDatabase database) {
        this.offsets = database.getCollection("appliedOffsets");
    }

    @Override
    public Mono<Applied> of(LogPartition partition) {
        return Mono.from(offsets.find(id(partition)).first())
                .map(found -> new Applied(found.getString("topicId"), found.getLong("offset")));
    }

    @Override
    public Mono<Void> begin(LogPartition partition, Applied at) {
        return update(id(partition), new Document("$setOnInsert", fields(at)));
    }

    @Override
    public Mono<Void> restart(LogPartition partition, Applied at) {
        return update(id(partition), new Document("$set", fields(at)));
    }

    @Override
    public Mono<Void> advance(LogPartition partition, Applied to) {
        Document behind =
                id(partition)
                        .append("topicId", to.topicId())
                        .append("offset", new Document("$lt", to.offset()));
        return Mono.from(offsets.updateOne(behind, new Document("$set", fields(to)))).then();
    }

    @Override
    public Mono<Void> skip(LogPartition partition, Applied to, SkippedRange skipped) {
        Document range =
                new Document("from", skipped.from())
                        .append("to", skipped.to())
                        .append("noticedAt", Date.from(skipped.noticedAt()));
        return update(
                id(partition),
                new Document("$set", fields(to)).append("$push", new Document("skipped", range)));
    }

    private Mono<Void> update(Document which, Document change) {
        return Mono.from(offsets.updateOne(which, change, UPSERT)).then();
    }

    private static Document id(LogPartition partition) {
        return new Document("_id", partition.toString());
    }

    private static Document fields(Applied applied) {
        return new Document("topicId", applied.topicId()).append("offset", applied.offset());
    }
}
