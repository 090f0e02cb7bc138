package dev.roomlog.message.mongo;

import com.mongodb.reactivestreams.client.MongoDatabase;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MessageStoreConfiguration {

    @Bean
    MongoMessages messages(MongoDatabase database) {
        return new MongoMessages(database);
    }
}
