/**
 * From the log to every subscriber: each event is decoded and encoded once, every local subscriber
 * gets the same bytes, each event loop is handed its share once a batch and flushes each connection
 * once.
 *
 * <p>{@link dev.roomlog.edge.fanout.RoomFeed} is the port behind which all reading of the log sits.
 * {@link dev.roomlog.edge.fanout.PartitionFollower} is its core: one followed partition, confined
 * to the feed's thread, so that replay and live join without gap or overlap by construction. Who is
 * behind is brought to live by {@link dev.roomlog.edge.fanout.Joins}, from the tail or from a scan
 * ({@link dev.roomlog.edge.fanout.Scans}), no faster than it reads ({@link
 * dev.roomlog.edge.fanout.Pacing}). Order within a room is the log's. Delivery is at most once a
 * subscription within the duplicate window.
 */
@NullMarked
package dev.roomlog.edge.fanout;

import org.jspecify.annotations.NullMarked;
