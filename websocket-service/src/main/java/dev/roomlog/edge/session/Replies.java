package dev.roomlog.edge.session;

import dev.roomlog.edge.stomp.HeartBeats;
import dev.roomlog.edge.stomp.StompCommand;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompHeaders;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Destination;
import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Everything a session says to its own client. Thread-safe as far as {@link Outbound} is. */
final class Replies {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SERVER = "roomlog";

    private final Outbound outbound;
    private volatile StompVersion version = StompVersion.V1_2;
    private volatile @Nullable String errorsSubscription;

    Replies(Outbound outbound) {
        this.outbound = outbound;
    }

    Outbound outbound() {
        return outbound;
    }

    void use(StompVersion negotiated) {
        version = negotiated;
    }

    void errorsTo(@Nullable String subscriptionId) {
        errorsSubscription = subscriptionId;
    }

    void connected(StompVersion negotiated, HeartBeats beats, String session, MemberId member) {
        outbound.send(
                StompFrame.of(
                        StompCommand.CONNECTED,
                        "version",
                        negotiated.number(),
                        "heart-beat",
                        beats.send().toMillis() + "," + beats.expect().toMillis(),
                        "session",
                        session,
                        "server",
                        SERVER,
                        "user-name",
                        member.value()),
                negotiated);
    }

    void receipt(String receiptId) {
        outbound.send(StompFrame.of(StompCommand.RECEIPT, "receipt-id", receiptId), version);
    }

    void receipt(String receiptId, MessageId message, Position position) {
        outbound.send(
                StompFrame.of(
                        StompCommand.RECEIPT,
                        "receipt-id",
                        receiptId,
                        "message-id",
                        message.toString(),
                        "x-position",
                        position.toString()),
                version);
    }

    /** To the errors queue, if the client listens there. */
    boolean refuse(Refusal refusal, StompFrame frame) {
        String subscription = errorsSubscription;
        if (subscription == null) {
            return false;
        }
        ObjectNode body =
                JSON.createObjectNode()
                        .put("code", refusal.code().code())
                        .put("detail", refusal.detail());
        frame.header("receipt").ifPresent(receipt -> body.put("receiptId", receipt));
        frame.header("destination").ifPresent(destination -> body.put("destination", destination));
        message(Destination.ERRORS, subscription, "refused", body);
        return true;
    }

    void message(String destination, String subscription, String event, ObjectNode body) {
        StompHeaders headers =
                StompHeaders.of(
                        "subscription",
                        subscription,
                        "destination",
                        destination,
                        "message-id",
                        UUID.randomUUID().toString(),
                        "content-type",
                        "application/json",
                        "x-event",
                        event);
        outbound.send(
                new StompFrame(StompCommand.MESSAGE, headers, JSON.writeValueAsBytes(body)),
                version);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    void errorAndClose(Refusal refusal, @Nullable StompFrame frame) {
        StompHeaders.Builder headers =
                new StompHeaders.Builder()
                        .add("message", refusal.code().code())
                        .add("content-type", "text/plain");
        if (frame != null) {
            frame.header("receipt").ifPresent(receipt -> headers.add("receipt-id", receipt));
        }
        error(headers.build(), refusal.code(), refusal.detail());
    }

    void versionMismatch() {
        StompHeaders headers =
                StompHeaders.of(
                        "message",
                        RefusalCode.UNSUPPORTED.code(),
                        "version",
                        "1.0,1.1,1.2",
                        "content-type",
                        "text/plain");
        error(headers, RefusalCode.UNSUPPORTED, "supported protocol versions are 1.0, 1.1 and 1.2");
    }

    private void error(StompHeaders headers, RefusalCode code, String detail) {
        byte[] body = detail.getBytes(StandardCharsets.UTF_8);
        outbound.send(new StompFrame(StompCommand.ERROR, headers, body), version);
        close(code.closeCode().orElse(1011), code.code());
    }

    void close(int code, String reason) {
        outbound.close(code, reason);
    }
}
