package dev.roomlog.projection.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.projection.AppliedOffsets;

import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

@Configuration(proxyBeanMethods = false)
class MongoConfiguration {

    private static final String DATABASE = "roomlog";

    /**
     * Who reads history is told soon that the store is away; the readers ask again by themselves.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer mongoSettings() {
        return settings ->
                settings.writeConcern(WriteConcern.MAJORITY)
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(3, TimeUnit.SECONDS))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(3, TimeUnit.SECONDS)
                                        .readTimeout(20, TimeUnit.SECONDS));
    }

    @Bean
    MongoDatabase mongoDatabase(MongoClient client, MongoConnectionDetails details) {
        ConnectionString uri = details.getConnectionString();
        return client.getDatabase(Objects.requireNonNullElse(uri.getDatabase(), DATABASE));
    }

    @Bean
    AppliedOffsets appliedOffsets(MongoDatabase database) {
        return new MongoAppliedOffsets(database);
    }
}
