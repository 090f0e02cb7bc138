package dev.roomlog.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the edge.
 *
 * @param allowedOrigins browsers on pages of these origins may connect; a client that sends no
 *     Origin is no browser
 * @param connectWithin a connection must be upgraded within this time, and CONNECT come within it
 * @param heartBeat what the edge can send and wants to get; zero: nothing is asked for
 * @param frameSize limit of a STOMP frame
 * @param headers limit of headers a frame
 * @param headerSize limit of one header line; a token on CONNECT may be longer
 * @param subscriptions limit a connection
 * @param sendsInFlight limit a connection; reading pauses there
 * @param sendBytesInFlight limit of the whole edge; beyond, sends are refused as {@code overloaded}
 * @param sendsPerSecond of one member on this edge
 * @param sendBurst of one member on this edge
 * @param markersPerSecond read markers of one member on this edge that go to the log; more wait,
 *     and of each room only the furthest goes
 * @param outboundQueue limit of what waits for one slow reader
 * @param closeWithin how long a client that is being closed has to take what waits for it and to
 *     answer; then its connection is cut
 * @param drain how long an edge that leaves takes to tell its clients so, one after the other
 * @param tailBudget memory for the newest records of followed partitions
 * @param scans how many partitions are read again at once, for those who want more than the tail
 *     holds
 * @param scanBytes limit of what one scan keeps: the newest of the rooms it is for; as much may be
 *     waiting to be sent besides
 * @param scanTime how long one scan may read
 * @param scanPatience how long a subscription waits for its scan; then it gets a {@code gap}
 * @param duplicateWindow how long a retry is recognised by the edges; the same on all of them
 * @param membershipPatience how long a refusal waits for the membership view to catch up
 * @param feedPatience how long a request waits for a partition to be followed
 * @param acknowledgeWithin without the broker's acknowledgement by then a send is {@code
 *     outcome-unknown}
 */
@ConfigurationProperties("roomlog.edge")
public record EdgeProperties(
        @DefaultValue({"http://localhost:8080", "http://127.0.0.1:8080"})
                List<String> allowedOrigins,
        @DefaultValue("10s") Duration connectWithin,
        @DefaultValue("10s") Duration heartBeat,
        @DefaultValue("64KB") DataSize frameSize,
        @DefaultValue("64") int headers,
        @DefaultValue("1KB") DataSize headerSize,
        @DefaultValue("500") int subscriptions,
        @DefaultValue("64") int sendsInFlight,
        @DefaultValue("32MB") DataSize sendBytesInFlight,
        @DefaultValue("20") int sendsPerSecond,
        @DefaultValue("40") int sendBurst,
        @DefaultValue("20") int markersPerSecond,
        @DefaultValue("1MB") DataSize outboundQueue,
        @DefaultValue("5s") Duration closeWithin,
        @DefaultValue("10s") Duration drain,
        @DefaultValue("64MB") DataSize tailBudget,
        @DefaultValue("2") int scans,
        @DefaultValue("48MB") DataSize scanBytes,
        @DefaultValue("10s") Duration scanTime,
        @DefaultValue("30s") Duration scanPatience,
        @DefaultValue("5m") Duration duplicateWindow,
        @DefaultValue("2s") Duration membershipPatience,
        @DefaultValue("10s") Duration feedPatience,
        @DefaultValue("10s") Duration acknowledgeWithin) {}
