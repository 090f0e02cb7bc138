package dev.roomlog.edge.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class SilenceTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicInteger noticed = new AtomicInteger();

    @BeforeEach
    void watch() {
        channel.freezeTime();
        Silence silence = new Silence(channel.eventLoop());
        channel.pipeline().addFirst(silence);
        silence.watch(Duration.ofSeconds(2), noticed::incrementAndGet);
    }

    @Test
    void isNoticedExactlyOnTimeHoweverLateSomethingCame() {
        pass(1_999);
        channel.writeInbound("something");
        pass(1_999);
        assertThat(noticed).hasValue(0);

        pass(1);
        assertThat(noticed).hasValue(1);
    }

    @Test
    void isNoticedAgainWhenItLastsAsLongAgain() {
        pass(2_000);
        pass(1_999);
        assertThat(noticed).hasValue(1);

        pass(1);
        assertThat(noticed).hasValue(2);
    }

    @Test
    void isNoneWhileNothingIsRead() {
        channel.config().setAutoRead(false);
        channel.writeInbound("something that takes its time");
        pass(60_000);
        assertThat(noticed).hasValue(0);

        channel.config().setAutoRead(true);
        pass(1_999);
        assertThat(noticed).hasValue(0);
        pass(1);
        assertThat(noticed).hasValue(1);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
