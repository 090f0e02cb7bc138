/**
 * Kafka as processes of this machine: KRaft without ZooKeeper, every node broker and controller at
 * once.
 *
 * <p>{@link dev.roomlog.local.kafka.KafkaBrokers} writes each node's configuration and knows their
 * addresses; {@link dev.roomlog.local.kafka.KafkaBrokerProcess} is the process. Topics are never
 * created on demand; with three nodes a record is acknowledged when two have it, and a killed node
 * is noticed within about three seconds.
 */
@NullMarked
package dev.roomlog.local.kafka;

import org.jspecify.annotations.NullMarked;
