package dev.roomlog.room;

import dev.roomlog.member.Members;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class RoomConfiguration {

    @Bean
    RoomCreation roomCreation(Rooms rooms, Members members, Clock clock) {
        return new RoomCreation(rooms, members, clock);
    }

    @Bean
    Joining joining(Rooms rooms, Members members) {
        return new Joining(rooms, members);
    }

    @Bean
    Inviting inviting(Rooms rooms, Members members) {
        return new Inviting(rooms, members);
    }

    @Bean
    Leaving leaving(Rooms rooms) {
        return new Leaving(rooms);
    }
}
