package dev.roomlog.edge.stomp;

import static dev.roomlog.edge.stomp.StompVersion.V1_0;
import static dev.roomlog.edge.stomp.StompVersion.V1_1;
import static dev.roomlog.edge.stomp.StompVersion.V1_2;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roomlog.edge.stomp.Streams.Row;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class StompDecoderTest {

    /** Rows of section, version, what came, what it means: see {@link Streams#show}. */
    static final List<Row> CONFORMANCE =
            List.of(
                    new Row("STOMP Frames", V1_2, "SEND\nk:v\n\nhi\0", "SEND{k=v}hi"),
                    new Row("STOMP Frames: EOL", V1_2, "SEND\r\nk:v\r\n\r\nhi\0", "SEND{k=v}hi"),
                    new Row("1.1: EOL is LF", V1_1, "SEND\nk:v\r\n\n\0", "SEND{k=v\r}"),
                    new Row("1.1: EOL is LF", V1_1, "SEND\r\n\n\0", "!malformed"),
                    new Row("STOMP Frames: EOLs after", V1_2, "\n\r\n\n", ""),
                    new Row(
                            "STOMP Frames: EOLs after",
                            V1_2,
                            "\nSEND\n\na\0\n\r\n\nSEND\n\nb\0\n",
                            "SEND{}a SEND{}b"),
                    new Row(
                            "STOMP Frames: frames in a row",
                            V1_2,
                            "BEGIN\n\n\0ABORT\n\n\0",
                            "BEGIN{} ABORT{}"),
                    new Row(
                            "Value Encoding",
                            V1_2,
                            "SEND\na\\cb:\\n\\c\\\\\\r\n\n\0",
                            "SEND{a:b=\n:\\\r}"),
                    new Row(
                            "1.1 Value Encoding",
                            V1_1,
                            "SEND\nk:\\n\\c\\\\\n\n\0",
                            "SEND{k=\n:\\}"),
                    new Row("1.1 Value Encoding", V1_1, "SEND\nk:\\r\n\n\0", "!malformed"),
                    new Row("1.0: no escapes", V1_0, "SEND\nk:\\n\\t\n\n\0", "SEND{k=\\n\\t}"),
                    new Row(
                            "Value Encoding: CONNECT",
                            V1_2,
                            "CONNECT\nk:\\c\\t\n\n\0",
                            "CONNECT{k=\\c\\t}"),
                    new Row("Value Encoding: CONNECT", V1_2, "STOMP\nk:\\c\n\n\0", "STOMP{k=\\c}"),
                    new Row("Value Encoding: undefined", V1_2, "SEND\nk:\\t\n\n\0", "!malformed"),
                    new Row("Value Encoding: undefined", V1_2, "SEND\na\\tb:v\n\n\0", "!malformed"),
                    new Row("Value Encoding: undefined", V1_2, "SEND\nk:v\\\n\n\0", "!malformed"),
                    new Row(
                            "Value Encoding: UTF-8",
                            V1_2,
                            "SEND\nk:\u00c3\u00a9\n\n\0",
                            "SEND{k=\u00e9}"),
                    new Row("Value Encoding: UTF-8", V1_2, "SEND\nk:\u00ff\n\n\0", "!malformed"),
                    new Row("Value Encoding: UTF-8", V1_2, "SEND\nk:\u00c3\n\n\0", "!malformed"),
                    new Row(
                            "Value Encoding: spaces stay",
                            V1_2,
                            "SEND\n k: v \n\n\0",
                            "SEND{ k= v }"),
                    new Row("Body", V1_2, "SEND\n\n\u00ff\n\n\0", "SEND{}\u00ff\n\n"),
                    new Row("Body: only some", V1_2, "SUBSCRIBE\nid:0\n\nx\0", "!malformed"),
                    new Row("Body: only some", V1_2, "CONNECT\n\nx\0", "!malformed"),
                    new Row("Body: only some", V1_2, "MESSAGE\n\nx\0", "MESSAGE{}x"),
                    new Row(
                            "Header content-length",
                            V1_2,
                            "SEND\ncontent-length:3\n\na\0b\0",
                            "SEND{content-length=3}a\0b"),
                    new Row(
                            "Header content-length",
                            V1_2,
                            "ACK\ncontent-length:0\n\n\0",
                            "ACK{content-length=0}"),
                    new Row(
                            "Header content-length",
                            V1_2,
                            "SEND\ncontent-length:1\n\nab\0",
                            "!malformed"),
                    new Row(
                            "Header content-length",
                            V1_2,
                            "SEND\ncontent-length:-1\n\n\0",
                            "!malformed"),
                    new Row(
                            "Header content-length",
                            V1_2,
                            "SEND\ncontent-length:\n\n\0",
                            "!malformed"),
                    new Row(
                            "Header content-length",
                            V1_2,
                            "SEND\ncontent-length:9999999999\n\n\0",
                            "!malformed"),
                    new Row(
                            "Header content-length: incomplete",
                            V1_2,
                            "SEND\ncontent-length:5\n\nabc\0",
                            ""),
                    new Row(
                            "Repeated Header Entries",
                            V1_2,
                            "SEND\nk:a\nk:b\ncontent-length:1\ncontent-length:9\n\nx\0",
                            "SEND{k=a,k=b,content-length=1,content-length=9}x"),
                    new Row("Augmented BNF: header", V1_2, "SEND\nkv\n\n\0", "!malformed"),
                    new Row("Augmented BNF: header", V1_2, "SEND\n:v\n\n\0", "!malformed"),
                    new Row("Augmented BNF: header", V1_2, "SEND\nk:\n\n\0", "SEND{k=}"),
                    new Row("Augmented BNF: header", V1_2, "SEND\nk:a:b\n\n\0", "SEND{k=a:b}"),
                    new Row("Augmented BNF: command", V1_2, "HELLO\n\n\0", "!malformed"),
                    new Row("Augmented BNF: command", V1_2, "send\n\n\0", "!malformed"),
                    new Row("Augmented BNF: command", V1_2, " SEND\n\n\0", "!malformed"),
                    new Row("Augmented BNF: command", V1_2, "S".repeat(40), "!malformed"),
                    new Row("Augmented BNF: command", V1_2, "\0", ""),
                    new Row("Augmented BNF: command", V1_2, "\0\n", "!malformed"),
                    new Row(
                            "a frame, then none",
                            V1_2,
                            "SEND\n\na\0NO\n\n\0SEND\n\nb\0",
                            "SEND{}a !malformed"),
                    new Row("an unfinished frame", V1_2, "SEND\nk:v\n", ""),
                    new Row(
                            "Size Limits: header, at it",
                            V1_2,
                            header("SEND", 40),
                            "SEND{k=" + "v".repeat(38) + "}"),
                    new Row("Size Limits: header, past it", V1_2, header("SEND", 41), "!too-large"),
                    new Row(
                            "Size Limits: a token is long",
                            V1_2,
                            header("CONNECT", 200),
                            "CONNECT{k=" + "v".repeat(198) + "}"),
                    new Row(
                            "Size Limits: headers, at it",
                            V1_2,
                            headers(4),
                            "SEND{k=v,k=v,k=v,k=v}"),
                    new Row("Size Limits: headers, past it", V1_2, headers(5), "!too-large"),
                    new Row(
                            "Size Limits: body",
                            V1_2,
                            "SEND\n\n" + "x".repeat(250) + "\0",
                            "SEND{}" + "x".repeat(250)),
                    new Row(
                            "Size Limits: body",
                            V1_2,
                            "SEND\n\n" + "x".repeat(251) + "\0",
                            "!too-large"),
                    new Row(
                            "Size Limits: body, announced",
                            V1_2,
                            "SEND\ncontent-length:257\n\n",
                            "!too-large"));

    private static String header(String command, int bytes) {
        return command + "\nk:" + "v".repeat(bytes - 2) + "\n\n\0";
    }

    private static String headers(int count) {
        return "SEND\n" + "k:v\n".repeat(count) + "\n\0";
    }

    @ParameterizedTest
    @FieldSource("CONFORMANCE")
    void readsWhatTheSpecificationSays(Row row) {
        assertThat(Streams.read(row.version(), row.bytes())).isEqualTo(row.meaning());
    }

    @ParameterizedTest
    @FieldSource("CONFORMANCE")
    void readsTheSameWhereverTheBytesAreSplit(Row row) {
        byte[] all = row.bytes();

        for (int split = 0; split <= all.length; split++) {
            assertThat(Streams.readSplit(row.version(), all, split))
                    .as("split at %d", split)
                    .isEqualTo(row.meaning());
        }
        assertThat(Streams.readByteByByte(row.version(), all)).isEqualTo(row.meaning());
    }

    @Test
    void usesTheFirstOfRepeatedHeaders() {
        StompFrame frame = Streams.frame("MESSAGE\nfoo:World\nfoo:Hello\n\n\0");

        assertThat(frame.header("foo")).contains("World");
    }

    @Test
    void readsNothingMoreAfterABreach() {
        StompDecoder decoder = new StompDecoder(Streams.LIMITS);
        decoder.decode(Unpooled.copiedBuffer("NO\n", US_ASCII));

        StompDecoding later = decoder.decode(Unpooled.copiedBuffer("SEND\n\nx\0", US_ASCII));

        assertThat(later.frames()).isEmpty();
        assertThat(later.breach()).isInstanceOf(StompDecoding.Breach.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SEND\n", "SEND\nk:", "SEND\n\n", "SEND\ncontent-length:200\n\n"})
    void cutsOffAFrameThatNeverEnds(String beginning) {
        StompDecoder decoder = new StompDecoder(Streams.LIMITS);
        decoder.decode(Unpooled.copiedBuffer(beginning, US_ASCII));

        int fed = 0;
        while (decoder.decode(Unpooled.copiedBuffer("abcd:efg", US_ASCII)).breach() == null) {
            fed += 8;
            assertThat(fed).isLessThanOrEqualTo(Streams.LIMITS.frameBytes());
        }
    }

    @Test
    void showsNeitherHeaderValuesNorBodies() {
        StompFrame frame = Streams.frame("SEND\npasscode:secret\n\nsecret\0");

        assertThat(frame.toString()).contains("passcode").doesNotContain("secret");
    }

    @Test
    void neverThrowsAndStaysWithinLimitsWhateverComes() {
        Mutations mutations = new Mutations(CONFORMANCE.stream().map(Row::bytes).toList());

        for (int i = 0; i < 20_000; i++) {
            byte[] input = mutations.next();
            StompVersion version = mutations.oneOf(StompVersion.values());
            String input16 = new String(input, ISO_8859_1);

            StompDecoding whole = Streams.decode(version, List.of(input));
            StompDecoding chunked = Streams.decode(version, mutations.chunks(input));

            assertThat(Streams.show(chunked))
                    .as("input %d of seed %d: %s", i, mutations.seed(), input16)
                    .isEqualTo(Streams.show(whole));
            assertThat(whole.frames())
                    .as("input %d of seed %d: %s", i, mutations.seed(), input16)
                    .allSatisfy(Streams::assertWithinLimits);
        }
    }
}
