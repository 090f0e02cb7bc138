package dev.roomlog.events;

import com.google.protobuf.ByteString;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * A message: a UUID version 8 (RFC 9562 §5.8) derived from room, sender and client message ID, so
 * that the same send, retried through any edge, has the same ID. Frozen: a change of the derivation
 * would break retries across a release.
 */
public record MessageId(UUID value) implements Comparable<MessageId> {

    public static final int BYTES = 16;

    /**
     * SHA-256 over {@code room (16 bytes) | length of sender (1 byte) | sender | client message
     * ID}, cut to 128 bits, with version and variant set.
     */
    public static MessageId derive(RoomId room, MemberId sender, ClientMessageId clientId) {
        byte[] from = sender.value().getBytes(StandardCharsets.US_ASCII);
        byte[] client = clientId.value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(BYTES + 1 + from.length + client.length);
        input.putLong(room.value().getMostSignificantBits());
        input.putLong(room.value().getLeastSignificantBits());
        input.put((byte) from.length).put(from).put(client);
        ByteBuffer digest = ByteBuffer.wrap(sha256(input.array()));
        return version8(digest.getLong(), digest.getLong());
    }

    /** For a send without a client message ID: such a send cannot be retried under the same ID. */
    public static MessageId random() {
        UUID random = UUID.randomUUID();
        return version8(random.getMostSignificantBits(), random.getLeastSignificantBits());
    }

    public static Optional<MessageId> parse(String text) {
        return CanonicalUuid.parse(text).map(MessageId::new);
    }

    /** From a record's field or a header: 16 bytes, big-endian; empty for any other length. */
    public static Optional<MessageId> fromBytes(ByteString bytes) {
        return bytes.size() == BYTES ? fromBytes(bytes.asReadOnlyByteBuffer()) : Optional.empty();
    }

    private static Optional<MessageId> fromBytes(ByteBuffer bytes) {
        return Optional.of(new MessageId(new UUID(bytes.getLong(), bytes.getLong())));
    }

    public ByteString toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return ByteString.copyFrom(bytes.flip());
    }

    private static MessageId version8(long high, long low) {
        return new MessageId(
                new UUID(
                        (high & 0xffff_ffff_ffff_0fffL) | 0x8000L,
                        (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L));
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
