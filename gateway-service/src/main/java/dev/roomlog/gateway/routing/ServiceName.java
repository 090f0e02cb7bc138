package dev.roomlog.gateway.routing;

import org.springframework.cloud.gateway.route.Route;

import java.net.URI;

/** The services there are to route to. */
public enum ServiceName {
    ROOM("room-service"),
    MESSAGE("message-service"),
    WEBSOCKET("websocket-service");

    private final String text;

    ServiceName(String text) {
        this.text = text;
    }

    /** The route's target: an instance is put in its place request by request. */
    URI uri() {
        return URI.create(InstanceRoutingFilter.SCHEME + "://" + text);
    }

    public boolean isTargetOf(Route route) {
        return uri().equals(route.getUri());
    }

    static ServiceName of(URI uri) {
        for (ServiceName name : values()) {
            if (name.text.equals(uri.getHost())) {
                return name;
            }
        }
        throw new IllegalArgumentException("no such service: " + uri);
    }

    @Override
    public String toString() {
        return text;
    }
}
