/**
 * Applied offsets in MongoDB: collection {@code appliedOffsets}, one document a partition, found by
 * {@code _id} only; and the connection every {@code .mongo} adapter of this service shares. Writes
 * are acknowledged by a majority before anything counts as applied.
 */
@NullMarked
package dev.roomlog.projection.mongo;

import org.jspecify.annotations.NullMarked;
