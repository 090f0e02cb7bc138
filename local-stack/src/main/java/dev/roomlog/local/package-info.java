/**
 * The embedded default: Kafka, a MySQL- and a MongoDB-protocol server and all services as processes
 * of this machine.
 *
 * <p>{@link dev.roomlog.local.LocalStack} starts the parts of one folder and is also the system
 * tests' handle on them; {@link dev.roomlog.local.Part} is one process. Everything listens on
 * 127.0.0.1. Services are configured by arguments and environment only, as anywhere else: they do
 * not know that they run here.
 *
 * <p>Nothing stays behind: parts are stopped in order at a normal end; the {@link
 * dev.roomlog.local.Watchdog} ends them when the launcher is killed; what survives even that is
 * found by the next start ({@link dev.roomlog.local.Leftovers}). A process is identified by number,
 * start time and boot, so a recycled number is never signalled. One launcher at a time holds a
 * folder's lock.
 */
@NullMarked
package dev.roomlog.local;

import org.jspecify.annotations.NullMarked;
