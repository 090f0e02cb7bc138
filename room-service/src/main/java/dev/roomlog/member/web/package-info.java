/**
 * REST for signing up and in, for inviting, for one's own profile and account, and for finding
 * people: {@code /api/auth}, {@code /api/invitations}, {@code /api/members}. Turns bodies into the
 * values of {@link dev.roomlog.member} and its outcomes into answers; holds no rule of its own.
 */
@NullMarked
package dev.roomlog.member.web;

import org.jspecify.annotations.NullMarked;
