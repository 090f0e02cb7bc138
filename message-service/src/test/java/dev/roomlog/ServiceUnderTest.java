package dev.roomlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.events.Appended;
import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.Topic;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.TopicProvisioning;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.DeadLetter;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomDeleted;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.projection.Termination;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** The service as it is shipped, with a real broker and a MongoDB-protocol store around it. */
final class ServiceUnderTest implements AutoCloseable {

    static final int PARTITIONS = 2;
    static final TopicLayout LAYOUT = new TopicLayout(PARTITIONS, 1, 1);
    static final List<String> TERMINATIONS = new CopyOnWriteArrayList<>();

    final EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
    final MongoStore mongo;
    final EventProducer producer;
    private final Path jwks;
    private final ECKey key;
    private @Nullable ConfigurableApplicationContext running;
    private long version;

    /** Instead of ending the JVM of the tests. */
    @Configuration(proxyBeanMethods = false)
    static class RecordedTermination {
        @Bean
        @Primary
        Termination recordedTermination() {
            return TERMINATIONS::add;
        }
    }

    ServiceUnderTest(Path folder) throws IOException, JOSEException {
        kafka.brokerProperty("transaction.state.log.replication.factor", "1");
        kafka.brokerProperty("transaction.state.log.min.isr", "1");
        kafka.afterPropertiesSet();
        mongo = new MongoStore(folder);
        producer =
                EventProducer.connect(
                        Map.of("bootstrap.servers", kafka.getBrokersAsString()), Duration.ZERO);
        key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        jwks = folder.resolve("jwks.json");
        Files.writeString(jwks, new JWKSet(key).toString(true));
    }

    /** What the owners of the other topics do. */
    void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            for (Topic.Owner owner :
                    List.of(Topic.Owner.ROOM_SERVICE, Topic.Owner.WEBSOCKET_SERVICE)) {
                var _ = new TopicProvisioning(admin, LAYOUT).ensure(owner);
            }
        }
    }

    void start() {
        running =
                new SpringApplicationBuilder(
                                MessageServiceApplication.class, RecordedTermination.class)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--spring.kafka.bootstrap-servers=" + kafka.getBrokersAsString(),
                                "--spring.mongodb.uri=" + mongo.uri(),
                                "--roomlog.kafka.partitions=" + PARTITIONS,
                                "--roomlog.token.jwks=file:" + jwks);
    }

    void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    WebTestClient http() {
        return client("local.server.port");
    }

    WebTestClient management() {
        return client("local.management.port");
    }

    private WebTestClient client(String portProperty) {
        var port = Objects.requireNonNull(running).getEnvironment().getProperty(portProperty);
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    String token(MemberId member) {
        return token(member, Instant.now());
    }

    String token(MemberId member, Instant issuedAt) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("test").build(),
                            new JWTClaimsSet.Builder()
                                    .issuer("roomlog")
                                    .audience("roomlog")
                                    .subject(member.value())
                                    .issueTime(Date.from(issuedAt))
                                    .expirationTime(Date.from(issuedAt.plusSeconds(3_600)))
                                    .build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    RoomId room(RoomKind kind, MemberId... members) {
        RoomId room = RoomId.random();
        RoomState state =
                RoomState.newBuilder()
                        .setStatus(RoomStatus.ROOM_STATUS_ACTIVE)
                        .setKind(kind)
                        .setPosting(PostingRule.POSTING_RULE_EVERYONE)
                        .setVersion(++version)
                        .build();
        send(OutgoingEvent.room(room, state));
        for (MemberId member : members) {
            join(room, member);
        }
        return room;
    }

    void join(RoomId room, MemberId member) {
        join(room, member, Role.ROLE_MEMBER);
    }

    void join(RoomId room, MemberId member, Role role) {
        MembershipState state =
                MembershipState.newBuilder()
                        .setStatus(MembershipStatus.MEMBERSHIP_STATUS_MEMBER)
                        .setRole(role)
                        .setAccount(AccountStatus.ACCOUNT_STATUS_ACTIVE)
                        .setVersion(++version)
                        .build();
        send(OutgoingEvent.membership(room, member, state));
    }

    /** As room-service tells of it: the state, and in the log. */
    void delete(RoomId room) {
        RoomState state =
                RoomState.newBuilder()
                        .setStatus(RoomStatus.ROOM_STATUS_DELETED)
                        .setKind(RoomKind.ROOM_KIND_PUBLIC)
                        .setVersion(++version)
                        .build();
        send(OutgoingEvent.room(room, state));
        send(
                message(
                        room,
                        MessageEvent.newBuilder()
                                .setRoomDeleted(RoomDeleted.getDefaultInstance())
                                .build()));
    }

    void signOut(RoomId room, MemberId member, Instant tokensNotBefore) {
        MembershipState state =
                MembershipState.newBuilder()
                        .setStatus(MembershipStatus.MEMBERSHIP_STATUS_MEMBER)
                        .setAccount(AccountStatus.ACCOUNT_STATUS_ACTIVE)
                        .setTokensNotBefore(
                                Timestamp.newBuilder().setSeconds(tokensNotBefore.getEpochSecond()))
                        .setVersion(++version)
                        .build();
        send(OutgoingEvent.membership(room, member, state));
    }

    void erase(RoomId room, MemberId member) {
        MembershipState state =
                MembershipState.newBuilder()
                        .setStatus(MembershipStatus.MEMBERSHIP_STATUS_LEFT)
                        .setAccount(AccountStatus.ACCOUNT_STATUS_ERASED)
                        .setVersion(++version)
                        .build();
        send(OutgoingEvent.membership(room, member, state));
    }

    Appended post(RoomId room, MemberId sender, String clientId) {
        MessagePosted posted =
                MessagePosted.newBuilder()
                        .setMessageId(
                                MessageId.derive(room, sender, new ClientMessageId(clientId))
                                        .toBytes())
                        .setSenderId(sender.value())
                        .setClientMessageId(clientId)
                        .setText("text of " + clientId)
                        .build();
        return send(message(room, MessageEvent.newBuilder().setPosted(posted).build()));
    }

    OutgoingEvent message(RoomId room, MessageEvent event) {
        return OutgoingEvent.message(LAYOUT.epoch(), room, event);
    }

    Appended send(OutgoingEvent event) {
        return producer.send(event).orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    /** As room-service sends: what follows the event in the log is the mark of the commit. */
    void sendInTransaction(OutgoingEvent event) {
        try (EventProducer outbox =
                EventProducer.takeOver(
                        Map.of("bootstrap.servers", kafka.getBrokersAsString()), "test-outbox")) {
            assertThat(outbox.appendTogether(List.of(event))).isEmpty();
        }
    }

    /** The offset that the next record of the room's partition will have. */
    long endOf(RoomId room) {
        TopicPartition partition =
                new TopicPartition(
                        Topics.messagesName(LAYOUT.epoch()),
                        RoomPartitioner.partitionOf(room, PARTITIONS));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    double lag() {
        return Objects.requireNonNull(running)
                .getBean(MeterRegistry.class)
                .get("roomlog.applied.lag")
                .gauge()
                .value();
    }

    boolean isReady() {
        return management()
                .get()
                .uri("/actuator/health/readiness")
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .is2xxSuccessful();
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(40)).until(this::isReady);
    }

    List<DeadLetter> deadLetters() {
        List<DeadLetter> found = new ArrayList<>();
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.getBrokersAsString());
        try (var consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                all.add(new TopicPartition(Topics.DEAD_LETTERS.name(), i));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    if (Decoded.deadLetter(each.value())
                            instanceof Decoded.Known<DeadLetter>(DeadLetter letter)) {
                        found.add(letter);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        stop();
        producer.close();
        mongo.close();
        kafka.destroy();
    }
}
