/** Appends to topic {@code chat.messages.e<epoch>} with {@code acks=all}. */
@NullMarked
package dev.roomlog.publishing.kafka;

import org.jspecify.annotations.NullMarked;
