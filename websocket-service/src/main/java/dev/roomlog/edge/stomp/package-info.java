/**
 * STOMP 1.0, 1.1 and 1.2 as bytes: frames, headers, escapes, limits, version and heart-beat
 * negotiation. One {@link dev.roomlog.edge.stomp.StompDecoder} a connection; {@link
 * dev.roomlog.edge.stomp.StompEncoder} keeps no state. What the package guarantees:
 *
 * <ul>
 *   <li>The frames and the breach depend on the bytes alone, never on how they were split or
 *       packed. The version changes at the end of the headers of the first CONNECT.
 *   <li>Whatever comes, decoding throws nothing: what cannot be read is a {@link
 *       dev.roomlog.edge.stomp.StompDecoding.Breach}, after the frames before it, and the last
 *       thing the stream has to say.
 *   <li>Never more is held for a connection than {@link dev.roomlog.edge.stomp.StompLimits} says of
 *       one frame, also while it grows; between frames, and after a breach, nothing.
 *   <li>What was encoded is read back equal, unless the version has no way to write it: then it is
 *       left out of the header, and no header or frame can be forged.
 *   <li>Neither header values nor bodies appear in a breach or in {@code toString}.
 * </ul>
 *
 * <p>Sections named here are those of the STOMP 1.2 specification unless they say otherwise; {@code
 * StompConformanceTest} has a row for each rule. Pure Java and Netty buffers; imports nothing of
 * ours. A decoder belongs to one thread at a time.
 */
@NullMarked
package dev.roomlog.edge.stomp;

import org.jspecify.annotations.NullMarked;
