package dev.roomlog.membership.mongo;

import com.mongodb.reactivestreams.client.MongoDatabase;

import dev.roomlog.membership.Memberships;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MembershipStoreConfiguration {

    @Bean
    Memberships memberships(MongoDatabase database) {
        return new MongoMemberships(database);
    }
}
