/**
 * Who is asking: every request but health and metrics carries an access token, verified offline by
 * the contract's {@link dev.roomlog.token.AccessTokenVerifier}. No session, no form, no user of our
 * own. Refusals are problem documents like all others. No token is logged.
 */
@NullMarked
package dev.roomlog.message.security;

import org.jspecify.annotations.NullMarked;
