package dev.roomlog.membership.mongo;

import com.mongodb.reactivestreams.client.MongoDatabase;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MembershipStoreConfiguration {

    @Bean
    MongoMemberships memberships(MongoDatabase database) {
        return new MongoMemberships(database);
    }
}
