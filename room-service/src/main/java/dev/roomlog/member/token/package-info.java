/**
 * Access tokens: issued here, verified here and in every other service with the public keys alone.
 * The private key never leaves this package; a new one in its file is used at once. Also how
 * passwords are hashed: Argon2id, as many at once as there are processors.
 */
@NullMarked
package dev.roomlog.member.token;

import org.jspecify.annotations.NullMarked;
