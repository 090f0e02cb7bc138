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

    /** Shows names only: values may be secrets. */
    @Override
    public String toString() {
        return entries.stream().map(Header::name).toList().toString();
    }

    /** Collects headers one by one. */
    public static final class Builder {
        private final List<Header> entries = new ArrayList<>();

        public Builder add(String name, String value) {
            entries.add(new Header(name, value));
            return this;
        }

        int size() {
            return entries.size();
        }

        public StompHeaders build() {
            return new StompHeaders(entries);
        }
    }
}
