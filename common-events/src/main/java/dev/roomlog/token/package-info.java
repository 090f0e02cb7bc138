/**
 * What an access token must be, the same for every service: a JWS signed with an allow-listed
 * algorithm by a key of the configured public JWK set, from the configured issuer, for the
 * configured audience, with a member ID as {@code sub}. Verification is offline and takes
 * microseconds; it is safe on an event loop. No token is ever logged.
 *
 * <p>Imports no Spring; uses Nimbus JOSE+JWT.
 */
@NullMarked
package dev.roomlog.token;

import org.jspecify.annotations.NullMarked;
