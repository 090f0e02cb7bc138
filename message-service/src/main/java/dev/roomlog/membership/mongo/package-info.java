/**
 * Rooms and memberships in MongoDB: collections {@code knownRooms} ({@code _id}: room) and {@code
 * roomMembers} ({@code _id}: room/member), found by {@code _id} or by member (index {@code (member,
 * inRoom, room)}). Their names go with the form of the projection: {@code rooms} and {@code
 * memberships}, of the release before, are not read any more. A state is written by two updates of
 * one unordered bulk, insert if absent and replace if older; in either order, and however often,
 * the highest version stands.
 */
@NullMarked
package dev.roomlog.membership.mongo;

import org.jspecify.annotations.NullMarked;
