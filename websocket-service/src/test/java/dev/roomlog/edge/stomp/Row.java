package dev.roomlog.edge.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One rule of {@code conformance.txt}, which says how it is to be read, for one peer. */
record Row(Peer peer, String section, String rule, String input, String outcome) {

    private static final Pattern REPEATED = Pattern.compile("⟨([^⟨⟩]+)×(\\d+)⟩");
    private static final Pattern HEX = Pattern.compile("⟨([0-9a-f ]+)⟩");

    static List<Row> all() {
        try (InputStream table = Row.class.getResourceAsStream("conformance.txt")) {
            byte[] text = Objects.requireNonNull(table).readAllBytes();
            return new String(text, UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Row> of(String line) {
        List<String> columns = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != 5) {
            throw new IllegalArgumentException(line);
        }
        return Arrays.stream(columns.getFirst().split(" ", -1))
                .map(peer ->
                        new Row(
                                Peer.named(peer),
                                columns.get(1),
                                columns.get(2),
                                columns.get(3),
                                columns.get(4)));
    }

    byte[] bytes() {
        return meant(input);
    }

    /** As {@link Streams} shows it: a character a byte. */
    String expected() {
        return new String(meant(outcome), ISO_8859_1);
    }

    private static byte[] meant(String notation) {
        String text =
                REPEATED.matcher(notation)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(repeated(match.group(1), match.group(2))))
                        .replace('␊', '\n')
                        .replace('␍', '\r')
                        .replace('␀', '\0')
                        .replace('␠', ' ');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher hex = HEX.matcher(text);
        int from = 0;
        while (hex.find()) {
            bytes.writeBytes(text.substring(from, hex.start()).getBytes(UTF_8));
            bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(hex.group(1)));
            from = hex.end();
        }
        bytes.writeBytes(text.substring(from).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static String repeated(String text, String times) {
        return text.repeat(Integer.parseInt(times));
    }

    @Override
    public String toString() {
        return peer + ": " + section + ": " + rule + ": " + input;
    }
}
