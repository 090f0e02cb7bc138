/**
 * The room service: who is a member, which rooms there are, who may do what in them.
 *
 * <p>Holds the application class only. {@link dev.roomlog.member} and {@link dev.roomlog.room} are
 * the features, {@link dev.roomlog.web} is what all of REST has in common. Components are scanned
 * in exactly these packages, because the contract ({@code dev.roomlog.events}, {@code
 * dev.roomlog.token}) shares the prefix and is nothing of ours.
 */
@NullMarked
package dev.roomlog;

import org.jspecify.annotations.NullMarked;
