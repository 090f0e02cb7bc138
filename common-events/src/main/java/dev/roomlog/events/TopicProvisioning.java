package dev.roomlog.events;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes sure, before a service reads or writes, that the topics are there and laid out alike: it
 * creates those the service owns, and checks the partition count of all that exist. Blocking; safe
 * to run in any number of instances at once and again at every start.
 */
public final class TopicProvisioning {

    private static final Duration CALL = Duration.ofSeconds(15);

    private final Admin admin;
    private final TopicLayout layout;

    public TopicProvisioning(Admin admin, TopicLayout layout) {
        this.admin = admin;
        this.layout = layout;
    }

    /** What a check found. */
    public sealed interface Outcome {
        /** All topics are there, with the right number of partitions. */
        record Ready() implements Outcome {}

        /** The broker does not answer, or other owners have not created these yet. Ask again. */
        record Waiting(String reason) implements Outcome {}

        /**
         * A topic has another number of partitions: records of a room would be split. The service
         * must stop.
         */
        record Mismatch(String reason) implements Outcome {}
    }

    /** Creates what {@code owner} owns and is missing, then looks at every topic. */
    public Outcome ensure(Topic.Owner owner) {
        try {
            Map<String, TopicDescription> present = describe();
            Optional<Outcome> mismatch = mismatchIn(present);
            if (mismatch.isPresent()) {
                return mismatch.get();
            }
            create(
                    Topics.all(layout.epoch()).stream()
                            .filter(topic -> topic.owner() == owner)
                            .filter(topic -> !present.containsKey(topic.name()))
                            .toList());
            return outcomeOf(describe());
        } catch (RetriableException | TimeoutException e) {
            return new Outcome.Waiting("Kafka does not answer: " + e);
        }
    }

    private Outcome outcomeOf(Map<String, TopicDescription> present) {
        List<String> missing =
                Topics.all(layout.epoch()).stream()
                        .map(Topic::name)
                        .filter(name -> !present.containsKey(name))
                        .toList();
        return mismatchIn(present)
                .orElse(
                        missing.isEmpty()
                                ? new Outcome.Ready()
                                : new Outcome.Waiting(
                                        "not created yet by their owners: " + missing));
    }

    private Optional<Outcome> mismatchIn(Map<String, TopicDescription> present) {
        return present.values().stream()
                .filter(topic -> topic.partitions().size() != layout.partitions())
                .map(topic ->
                        (Outcome)
                                new Outcome.Mismatch(
                                        "topic %s has %d partitions, but this service is configured for %d"
                                                .formatted(
                                                        topic.name(),
                                                        topic.partitions().size(),
                                                        layout.partitions())))
                .findAny();
    }

    private Map<String, TopicDescription> describe() throws TimeoutException {
        List<String> names = Topics.all(layout.epoch()).stream().map(Topic::name).toList();
        Map<String, TopicDescription> present = new HashMap<>();
        for (var asked : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                present.put(asked.getKey(), await(asked.getValue()));
            } catch (UnknownTopicOrPartitionException _) {
                // Not there yet: the caller sees that by its absence.
            }
        }
        return present;
    }

    private void create(Collection<Topic> topics) throws TimeoutException {
        List<NewTopic> wanted = topics.stream().map(this::newTopic).toList();
        for (var created : admin.createTopics(wanted).values().values()) {
            try {
                await(created);
            } catch (TopicExistsException _) {
                // Another instance was faster; its layout is checked like any other's.
            }
        }
    }

    private NewTopic newTopic(Topic topic) {
        Map<String, String> config = new HashMap<>(topic.config());
        config.put("message.timestamp.type", "LogAppendTime");
        config.put("min.insync.replicas", Integer.toString(layout.minInSyncReplicas()));
        config.put("unclean.leader.election.enable", "false");
        return new NewTopic(topic.name(), layout.partitions(), (short) layout.replication())
                .configs(config);
    }

    private static <T> T await(KafkaFuture<T> future) throws TimeoutException {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        }
    }
}
