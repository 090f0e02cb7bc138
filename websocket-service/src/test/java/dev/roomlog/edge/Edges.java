package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;

import dev.roomlog.events.Appended;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.Topic;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.TopicProvisioning;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomKind;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A real broker and edges on it that know nothing of each other. */
final class Edges implements AutoCloseable {

    static final int PARTITIONS = 12;

    final Tokens tokens = new Tokens();
    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
    private final TopicLayout layout = new TopicLayout(PARTITIONS, 1, 1);
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private final Path keys;
    private final EventProducer producer;
    final Edge a;
    final Edge b;

    /** One running edge. */
    record Edge(int port, int managementPort, ConfigurableApplicationContext context) {

        /** HTTP status of the readiness probe. */
        int readiness() {
            String request = "GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), managementPort)) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readNBytes(12);
                return Integer.parseInt(new String(answer, StandardCharsets.US_ASCII).substring(9));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Edges() throws IOException {
        this(null);
    }

    /**
     * @param proxy what the broker says its address is, to all its clients
     */
    Edges(@Nullable TcpProxy proxy) throws IOException {
        if (proxy != null) {
            broker.brokerProperty("advertised.listeners", "EXTERNAL://127.0.0.1:" + proxy.port());
        }
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("transaction.state.log.replication.factor", "1");
        broker.brokerProperty("transaction.state.log.min.isr", "1");
        broker.afterPropertiesSet();
        if (proxy != null) {
            String address = broker.getBrokersAsString();
            proxy.to(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
        }
        keys = Files.createTempFile("edges", ".jwks.json");
        Files.writeString(keys, tokens.publicKeys());
        provision(Topic.Owner.ROOM_SERVICE);
        provision(Topic.Owner.MESSAGE_SERVICE);
        producer =
                EventProducer.connect(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                broker.getBrokersAsString()),
                        Duration.ZERO);
        a = start();
        b = start();
        awaitReady(a);
        awaitReady(b);
    }

    private void provision(Topic.Owner owner) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.getBrokersAsString()))) {
            var _ = new TopicProvisioning(admin, layout).ensure(owner);
        }
    }

    /** As a process of its own would: nothing but where Kafka and the keys are. */
    Edge start(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                                "--roomlog.kafka.partitions=" + PARTITIONS,
                                "--roomlog.token.jwks=file:" + keys,
                                "--logging.level.root=WARN"));
        arguments.addAll(List.of(more));
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(EdgeApplication.class)
                        .initializers(Edges::withItsOwnEventLoops)
                        // Tests leave connections behind.
                        .properties("roomlog.edge.drain=500ms")
                        .run(arguments.toArray(String[]::new));
        contexts.add(context);
        var environment = context.getEnvironment();
        return new Edge(
                environment.getRequiredProperty("local.server.port", Integer.class),
                environment.getRequiredProperty("local.management.port", Integer.class),
                context);
    }

    /** Else the first edge to leave would take the event loops of all others with it. */
    private static void withItsOwnEventLoops(ConfigurableApplicationContext context) {
        ReactorResourceFactory loops = new ReactorResourceFactory();
        loops.setUseGlobalResources(false);
        ((GenericApplicationContext) context)
                .registerBean(ReactorResourceFactory.class, () -> loops);
    }

    static void awaitReady(Edge edge) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> edge.readiness() == 200);
    }

    StompClient connect(Edge edge, String member) throws IOException {
        return connectWith(edge, tokens.of(member));
    }

    StompClient connectWith(Edge edge, String token) throws IOException {
        return StompClient.connect(edge.port, token);
    }

    RoomId room(RoomKind kind, String... members) {
        RoomId room = RoomId.random();
        publish(OutgoingEvent.room(room, aRoom(kind, 1).build()));
        long version = 2;
        for (String member : members) {
            publish(room, member, aMember(version++));
        }
        return room;
    }

    void publish(RoomId room, String member, MembershipState.Builder state) {
        publish(OutgoingEvent.membership(room, new MemberId(member), state.build()));
    }

    void publish(OutgoingEvent event) {
        append(event).join();
    }

    CompletableFuture<Appended> append(OutgoingEvent event) {
        return producer.send(event);
    }

    /** As room-service does: the last offset of each partition it wrote to is then no record. */
    void publishInTransaction(OutgoingEvent... events) {
        try (EventProducer outbox =
                EventProducer.takeOver(Map.of("bootstrap.servers", brokers()), "test-outbox")) {
            if (!outbox.appendTogether(List.of(events)).isEmpty()) {
                throw new IllegalStateException("not appended");
            }
        }
    }

    String brokers() {
        return broker.getBrokersAsString();
    }

    @Override
    public void close() throws IOException {
        contexts.forEach(ConfigurableApplicationContext::close);
        producer.close();
        broker.destroy();
        Files.delete(keys);
    }
}
