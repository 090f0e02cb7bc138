package dev.roomlog.edge.session;

import java.time.Duration;

/**
 * What one session may have.
 *
 * @param connectWithin CONNECT must come within this time
 * @param heartBeat what we can send and want to get
 * @param subscriptions live at once
 * @param sendsInFlight not yet acknowledged; reading pauses there
 * @param sendsPerSecond of a member on this edge, with {@code sendBurst}
 * @param markersPerSecond read markers of a member on this edge; more wait
 */
public record SessionLimits(
        Duration connectWithin,
        Duration heartBeat,
        int subscriptions,
        int sendsInFlight,
        int sendsPerSecond,
        int sendBurst,
        int markersPerSecond) {}
