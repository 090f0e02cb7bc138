package dev.roomlog.web;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** One page of a list, and the cursor of the next one if there is one. */
public record Page<T>(List<T> items, @Nullable String next) {

    /**
     * @param list which list, without space: a cursor is good for this one alone
     * @param found one more than the limit where there are more
     * @param key what the next page begins after
     */
    public static <T> Page<T> of(String list, List<T> found, int limit, Function<T, String> key) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, Cursor.encode(list, key.apply(items.getLast())));
    }

    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), next);
    }
}
