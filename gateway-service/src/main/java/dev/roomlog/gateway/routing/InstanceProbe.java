package dev.roomlog.gateway.routing;

import io.netty.channel.ChannelOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpClient;

import java.time.Duration;

/**
 * Tries to connect to each instance, once a period: so nobody's request has to find out that one is
 * away, and it is back as soon as it accepts again. A connection alone proves little (a hung
 * process accepts too), but it costs the instance nothing; silence is the circuit breaker's matter.
 */
@Component
class InstanceProbe implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(InstanceProbe.class);

    private final Instances instances;
    private final Duration period;
    private final TcpClient client;

    private volatile Disposable rounds = () -> {};
    private volatile boolean running;

    InstanceProbe(Instances instances, RoutingProperties properties) {
        this.instances = instances;
        this.period = properties.probePeriod();
        this.client =
                TcpClient.create(ConnectionProvider.newConnection())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(properties.connectTimeout().toMillis()));
    }

    @Override
    public void start() {
        running = true;
        rounds =
                Flux.merge(instances.all().map(this::follow).toList())
                        .subscribe(
                                instance -> {}, fault -> log.error("The probe has ended", fault));
    }

    /** One attempt at a time: one that hangs delays nobody but this instance. */
    private Flux<Instance> follow(Instance instance) {
        return Mono.defer(() -> attempt(instance)).repeatWhen(done -> done.delayElements(period));
    }

    private Mono<Instance> attempt(Instance instance) {
        return client.remoteAddress(instance::address)
                .connect()
                .doOnNext(connection -> connection.dispose())
                .map(connection -> true)
                .onErrorReturn(false)
                .map(accepts -> {
                    if (instance.markAccepting(accepts)) {
                        log.info("{} is {}", instance, accepts ? "back" : "away");
                    }
                    return instance;
                });
    }

    @Override
    public void stop() {
        rounds.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
