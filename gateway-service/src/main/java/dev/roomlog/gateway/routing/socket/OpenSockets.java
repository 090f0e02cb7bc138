package dev.roomlog.gateway.routing.socket;

import dev.roomlog.gateway.routing.SocketSlot;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The clients' ends of all tunnels: to count them, and to let go of them at shutdown. */
@Component
class OpenSockets implements SmartLifecycle {

    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean running;

    OpenSockets(MeterRegistry meters) {
        meters.gauge("roomlog.gateway.sockets", clients, ChannelGroup::size);
    }

    void add(Channel client, SocketSlot slot) {
        clients.add(client);
        var _ = client.closeFuture().addListener(closed -> slot.close());
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server's own graceful stop, which would wait for them in vain. */
    @Override
    public void stop() {
        running = false;
        var _ = clients.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
