/**
 * Members and how they sign in: accounts with a user name and a password, access tokens for the
 * other services, refresh tokens for coming back.
 *
 * <p>Owns the rules; what is kept and hashed and signed sits behind the ports {@link
 * dev.roomlog.member.Members}, {@link dev.roomlog.member.Profiles}, {@link
 * dev.roomlog.member.Accounts}, {@link dev.roomlog.member.Sessions}, {@link
 * dev.roomlog.member.Passwords} and {@link dev.roomlog.member.AccessTokens}. Refusals are values
 * ({@link dev.roomlog.member.MemberRejection}). All is blocking and thread-safe. No Spring but in
 * the configuration.
 */
@NullMarked
package dev.roomlog.member;

import org.jspecify.annotations.NullMarked;
