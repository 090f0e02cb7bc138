/**
 * What an access token must be, the same for every service: a JWS signed with an allow-listed
 * algorithm by a key of the public JWK set, from the configured issuer, for the configured
 * audience, with a member ID as {@code sub}. Verification is offline and takes microseconds; it is
 * safe on an event loop. No token is ever logged.
 *
 * <p>The set is a file or an issuer's, and is read again in the background: the one place of the
 * four services where something is fetched over HTTP from outside.
 *
 * <p>Imports no Spring; uses Nimbus JOSE+JWT.
 */
@NullMarked
package dev.roomlog.token;

import org.jspecify.annotations.NullMarked;
