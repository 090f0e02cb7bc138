package dev.roomlog.unread.mongo;

import com.mongodb.reactivestreams.client.MongoDatabase;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UnreadStoreConfiguration {

    @Bean
    MongoTallies tallies(MongoDatabase database) {
        return new MongoTallies(database);
    }
}
