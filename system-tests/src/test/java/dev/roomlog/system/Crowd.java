package dev.roomlog.system;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import org.awaitility.Awaitility;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Very many subscribers of one room, on two threads. */
final class Crowd implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofMinutes(3);

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final URI address;
    private final String room;

    /**
     * @param gateway where they connect, and come back to
     */
    Crowd(URI gateway, String room) {
        this.address = URI.create(Installation.webSocketUrl(gateway));
        this.room = room;
    }

    /** Returns when all of them are subscribed. */
    List<Follower> follow(Member member, int count) {
        int before = followers.size();
        for (int i = 0; i < count; i++) {
            Follower follower = new Follower(loops, address, member.token(), room);
            followers.add(follower);
            follower.connect();
        }
        List<Follower> added = followers.subList(before, before + count);
        await("all are subscribed", added, Follower::isSubscribed);
        return List.copyOf(added);
    }

    List<Follower> followers() {
        return List.copyOf(followers);
    }

    void awaitPosition(long position) {
        await(
                "all have come to position " + position,
                followers,
                follower -> follower.last() >= position);
    }

    static void await(String what, List<Follower> all, Predicate<Follower> condition) {
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> all.stream().allMatch(condition));
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
        var _ = loops.shutdownGracefully();
    }
}
