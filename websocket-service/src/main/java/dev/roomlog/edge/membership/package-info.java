/**
 * Who may be in which room, as this edge knows it: a projection of {@code chat.rooms} and {@code
 * chat.memberships} in memory, by highest version. Written by one thread, read by any. Access =
 * room ACTIVE and status MEMBER and account ACTIVE; a value this release does not know counts as
 * none of them.
 *
 * <p>Someone who is not yet a member may have joined by REST a moment ago: {@link
 * dev.roomlog.edge.membership.MembershipView#access} waits a stated time for the projection to
 * catch up before refusing.
 */
@NullMarked
package dev.roomlog.edge.membership;

import org.jspecify.annotations.NullMarked;
