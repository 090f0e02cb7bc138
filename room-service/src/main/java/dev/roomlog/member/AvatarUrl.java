package dev.roomlog.member;

import dev.roomlog.text.Parsed;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a member's picture is: an absolute {@code https} URL. Nothing here ever fetches it. */
public record AvatarUrl(String value) {

    private static final int MAX = 1024;

    public static Parsed<AvatarUrl> parse(String raw) {
        return raw.length() <= MAX && isHttps(raw)
                ? new Parsed.Accepted<>(new AvatarUrl(raw))
                : new Parsed.Refused<>("must be an https URL of at most " + MAX + " characters");
    }

    /** Without a user in it: such a URL is made to be misread. */
    private static boolean isHttps(String raw) {
        if (!raw.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return false;
        }
        try {
            URI uri = new URI(raw);
            return "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
