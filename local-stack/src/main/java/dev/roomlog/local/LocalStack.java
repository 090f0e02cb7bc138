package dev.roomlog.local;

import dev.roomlog.local.Addresses.ServicePorts;
import dev.roomlog.local.kafka.KafkaNodes;
import dev.roomlog.local.mariadb.MariaDbBinaries;
import dev.roomlog.local.mariadb.MariaDbServer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A running stack in a folder, and the handle on its parts. Closing it stops everything and keeps
 * the data; starting one in the same folder later goes on with it. It is also stopped when this JVM
 * ends, however it ends.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final StackOptions options;
    private final StackFolder folder;
    private final FolderLock lock;
    private final Watchdog watchdog;
    private final Addresses addresses;
    private final MariaDbServer mariadb;
    private final SigningKeys keys;
    private final AdminAccount admin;
    private final StoreLaunches stores;
    private final ServiceLaunches services;
    private final Part.Context context;
    private final ProcessIdentity launcher;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final Ports ports = new Ports();
    private final Thread atExit = new Thread(this::stopAll, "stop-stack");
    private volatile @Nullable WarmStart warmStart;
    private boolean stopped;

    private LocalStack(StackOptions options, FolderLock lock, Layout layout) {
        this.options = options;
        this.folder = options.folder();
        this.lock = lock;
        this.launcher = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        this.addresses = Addresses.choose(options, ports, RunState.read(folder.state()));
        this.watchdog = Watchdog.startedFrom(folder.run());
        Secrets secrets = new Secrets(folder.secrets());
        this.mariadb =
                new MariaDbServer(
                        MariaDbBinaries.at(folder.cache()),
                        folder.data("mariadb"),
                        addresses.mariadb(),
                        secrets.of("mariadb-password"),
                        secrets.of("mariadb-root-password"));
        this.keys = SigningKeys.in(folder.secrets());
        this.admin = new AdminAccount(folder);
        this.stores = new StoreLaunches(folder, layout.clusterId());
        this.services =
                new ServiceLaunches(options, addresses, keys, mariadb, admin.password(), http);
        this.context = new Part.Context(folder, options.progress(), watchdog, this::writeState);
    }

    /** Starts everything and returns when all parts are ready; stops everything if one fails. */
    public static LocalStack start(StackOptions options) {
        Platform.check();
        FolderLock lock = FolderLock.tryOf(options.folder());
        if (lock == null) {
            throw new StackException(
                    "A stack is already running in %s; stop it with ./roomlog down, or use another folder with --data."
                            .formatted(options.folder().root()));
        }
        LocalStack stack;
        try {
            int left = new Leftovers(options.folder()).stop();
            if (left > 0) {
                options.progress()
                        .note("stopped %d processes that a killed run left behind".formatted(left));
            }
            stack = new LocalStack(options, lock, Layout.of(options.folder(), options.brokers()));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.startParts();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    public URI gatewayUrl() {
        return URI.create("http://localhost:" + addresses.gateway().client());
    }

    public String bootstrapServers() {
        return addresses.kafka().bootstrapServers();
    }

    public String mongoUri() {
        return services.mongoUri();
    }

    public String jdbcUrl() {
        return mariadb.jdbcUrl();
    }

    public String jdbcUser() {
        return MariaDbServer.USER;
    }

    public String jdbcPassword() {
        return mariadb.password();
    }

    /** Of the account {@code admin}; only from the first start in a folder. */
    public Optional<String> adminPassword() {
        return admin.password();
    }

    /** The public JWK set that access tokens are verified with. */
    public Path publicKeys() {
        return keys.publicKeys();
    }

    /** The private JWK that they are signed with, for tests that sign tokens of their own. */
    public Path signingKey() {
        return keys.privateKey();
    }

    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * By name: {@code kafka-1} …, {@code mariadb}, {@code mongo}, {@code room-service}, {@code
     * message-service}, {@code edge-1} …, {@code gateway}.
     */
    public Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no part " + name + " in " + parts));
    }

    public List<Part> edges() {
        return parts.stream().filter(part -> part.name().startsWith("edge-")).toList();
    }

    /**
     * One more edge, ready; at a reserved address, which the gateway knows, or else reachable
     * directly only.
     */
    public Part addEdge() {
        int number = edges().size() + 1;
        ServicePorts address =
                number <= addresses.edges().size()
                        ? addresses.edges().get(number - 1)
                        : new ServicePorts(ports.free(), ports.free());
        return edge(number, address).start().awaitReady();
    }

    /** Resident memory of all parts, in bytes. */
    public long residentBytes() {
        return parts.stream()
                .map(part -> part.state().process())
                .flatMap(Stream::ofNullable)
                .mapToLong(ProcessIdentity::residentBytes)
                .sum();
    }

    /**
     * First who is asked, then who answers: gateway, edges, services, stores; each is given 15 s
     * before SIGKILL.
     */
    public void stopAll() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        WarmStart training = warmStart;
        if (training != null) {
            training.close();
        }
        retire(name -> name.equals("gateway"));
        retire(name -> name.startsWith("edge-"));
        retire(name -> name.endsWith("-service"));
        retire(name -> true);
        watchdog.close();
        lock.close();
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            options.progress().note("stopped while the launcher was ending");
        }
        http.close();
    }

    private void startParts() {
        StartOrder order = new StartOrder();
        List<Part> brokers = new ArrayList<>();
        for (KafkaNodes.Node node : addresses.kafka().nodes()) {
            brokers.add(
                    add(
                            "kafka-" + node.id(),
                            List.of(node.clientPort(), node.controllerPort()),
                            () -> stores.kafka(addresses.kafka(), node)));
        }
        Part sql = add("mariadb", List.of(addresses.mariadb()), () -> stores.mariadb(mariadb));
        Part documents =
                add("mongo", List.of(addresses.mongo()), () -> stores.mongo(addresses.mongo()));
        order.add(sql, List.of());
        brokers.forEach(broker -> order.add(broker, List.of()));
        order.add(documents, List.of());
        if (options.services()) {
            order.add(
                    add("room-service", addresses.room().both(), services::room),
                    with(brokers, sql));
            order.add(
                    add("message-service", addresses.message().both(), services::message),
                    with(brokers, documents));
            for (int i = 1; i <= options.edges(); i++) {
                order.add(edge(i, addresses.edges().get(i - 1)), brokers);
            }
            order.add(add("gateway", addresses.gateway().both(), services::gateway), List.of());
        }
        order.run();
        if (options.services()) {
            admin.forget();
            if (options.trained()) {
                warmStart = WarmStart.inBackground(options, stores, ports, parts());
            }
        }
    }

    private Part edge(int number, ServicePorts address) {
        return add("edge-" + number, address.both(), () -> services.edge(address));
    }

    private Part add(String name, List<Integer> partPorts, Launch.Preparation preparation) {
        Part part = new Part(name, partPorts, preparation, context);
        parts.add(part);
        return part;
    }

    private static List<Part> with(Collection<Part> some, Part another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }

    private void retire(Predicate<String> named) {
        List<Thread> stopping =
                parts.stream()
                        .filter(part -> named.test(part.name()))
                        .map(part -> Thread.ofVirtual().start(() -> part.retire(GRACE)))
                        .toList();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void writeState() {
        new RunState(launcher, gatewayUrl().toString(), parts.stream().map(Part::state).toList())
                .write(folder.state());
    }
}
