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
    Joining joining(Rooms rooms, Members members, Clock clock) {
        return new Joining(rooms, members, clock);
    }

    @Bean
    Inviting inviting(Rooms rooms, Members members, Clock clock) {
        return new Inviting(rooms, members, clock);
    }

    @Bean
    AccountTelling accountTelling(AccountNotes notes) {
        return new AccountTelling(notes);
    }

    @Bean
    Leaving leaving(Rooms rooms) {
        return new Leaving(rooms);
    }

    @Bean
    Banning banning(Rooms rooms, Members members) {
        return new Banning(rooms, members);
    }

    @Bean
    Muting muting(Rooms rooms) {
        return new Muting(rooms);
    }

    @Bean
    RoomSettings roomSettings(Rooms rooms) {
        return new RoomSettings(rooms);
    }

    @Bean
    RoomDeletion roomDeletion(Rooms rooms) {
        return new RoomDeletion(rooms);
    }
}
