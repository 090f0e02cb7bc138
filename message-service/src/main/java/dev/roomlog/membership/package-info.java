/**
 * Who may do what in which room: a projection of {@code chat.rooms} and {@code chat.memberships},
 * owned by this service because no service asks another.
 *
 * <p>Order and delivery: versions decide. A state with a lower or the same version is ignored,
 * whatever order records come in or how often. Access is room ACTIVE and status MEMBER and account
 * ACTIVE; what this release does not recognise counts as no access.
 *
 * <p>Someone without access waits up to two seconds for the projection to catch up: they may have
 * joined a moment ago. Threads: any. Imports the contract and Reactor; no Spring, no Kafka, no
 * MongoDB.
 */
@NullMarked
package dev.roomlog.membership;

import org.jspecify.annotations.NullMarked;
