package dev.roomlog.edge.stomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Headers in the order written. "If a client or a server receives repeated frame header entries,
 * only the first header entry SHOULD be used" (section "Repeated Header Entries").
 */
public final class StompHeaders {

    static final String CONTENT_LENGTH = "content-length";

    private final List<Header> entries;

    private record Header(String name, String value) {}

    private StompHeaders(List<Header> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Names and values in turn. */
    public static StompHeaders of(String... namesAndValues) {
        Builder headers = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers.build();
    }

    public Optional<String> first(String name) {
        for (Header header : entries) {
            if (header.name.equals(name)) {
                return Optional.of(header.value);
            }
        }
        return Optional.empty();
    }

    public void forEach(BiConsumer<String, String> action) {
        entries.forEach(header -> action.accept(header.name, header.value));
    }

    public int size() {
        return entries.size();
    }

    /** The same without the spaces around values. */
    StompHeaders withoutPadding() {
        return new StompHeaders(
                entries.stream()
                        .map(header -> new Header(header.name, unpadded(header.value)))
                        .toList());
    }

    private static String unpadded(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && value.charAt(from) == ' ') {
            from++;
        }
        while (from < to && value.charAt(to - 1) == ' ') {
            to--;
        }
        return value.substring(from, to);
    }

    /** Shows names only: values may be secrets. */
    @Override
    public String toString() {
        return entries.stream().map(Header::name).toList().toString();
    }

    /** Collects headers one by one. */
    public static final class Builder {
        private final List<Header> entries = new ArrayList<>();
        private int length;

        public Builder add(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a header has no name");
            }
            entries.add(new Header(name, value));
            length += name.length() + value.length();
            return this;
        }

        int size() {
            return entries.size();
        }

        /** Characters in all, which are at most as many as the bytes they came in. */
        int length() {
            return length;
        }

        public StompHeaders build() {
            return new StompHeaders(entries);
        }
    }
}
