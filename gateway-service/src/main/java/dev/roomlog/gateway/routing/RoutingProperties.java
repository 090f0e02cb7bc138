package dev.roomlog.gateway.routing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the services are.
 *
 * @param services base URLs, one or more a service
 * @param connectTimeout after it an instance counts as away
 * @param answerTimeout how long an instance may take to begin its answer
 * @param probePeriod how often each instance is tried
 */
@Validated
@ConfigurationProperties("roomlog.gateway")
public record RoutingProperties(
        @Valid Services services,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("10s") Duration answerTimeout,
        @DefaultValue("1s") Duration probePeriod) {

    /** Base URLs by service: {@code http://host:port}, no path. */
    public record Services(
            @NotEmpty List<URI> roomService,
            @NotEmpty List<URI> messageService,
            @NotEmpty List<URI> websocketService) {

        public Services {
            roomService = checked(roomService);
            messageService = checked(messageService);
            websocketService = checked(websocketService);
        }

        private static List<URI> checked(List<URI> bases) {
            for (URI base : bases) {
                if (!"http".equals(base.getScheme()) || base.getHost() == null) {
                    throw new IllegalArgumentException(
                            base + " is no base URL of a service: http://host:port is expected");
                }
            }
            return List.copyOf(bases);
        }
    }
}
