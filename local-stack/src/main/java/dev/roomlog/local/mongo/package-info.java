/**
 * The MongoDB-protocol store of the embedded default: mongo-java-server on H2's MVStore, with the
 * two things it lacks for us.
 *
 * <ul>
 *   <li><b>Durability</b>: a write is acknowledged after the MVStore committed it, so {@code kill
 *       -9} of this process loses nothing acknowledged. Commits are shared by all writers waiting
 *       ({@link dev.roomlog.local.mongo.GroupCommit}). Nothing is fsynced: loss of power may lose
 *       the last seconds.
 *   <li><b>Indexes</b>: unique and other indexes, also compound ones, are skip lists in memory,
 *       used for equality, {@code $in}, ranges and sorting, and rebuilt from the documents at
 *       start. They are a superset filter: every candidate still passes the full query.
 * </ul>
 *
 * <p>Threads: Netty's; a collection serialises its own commands; documents are immutable once
 * stored and copied on the way out. Meant for trying Roomlog out and for tests, up to some hundred
 * thousand messages: all index keys are in memory. A real MongoDB takes its place by its URL.
 */
@NullMarked
package dev.roomlog.local.mongo;

import org.jspecify.annotations.NullMarked;
