package dev.roomlog;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

@SpringBootApplication(
        scanBasePackages = {"dev.roomlog.room", "dev.roomlog.member", "dev.roomlog.web"},
        // Its only effect here would be an account nobody asked for.
        exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan({"dev.roomlog.room", "dev.roomlog.member"})
@EntityScan({"dev.roomlog.room.jpa", "dev.roomlog.member.jpa"})
public class RoomServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(RoomServiceApplication.class, args);
    }
}
