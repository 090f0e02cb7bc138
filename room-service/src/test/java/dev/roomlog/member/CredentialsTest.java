package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.text.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void foldsTheCaseOfUserNames() {
        assertThat(Username.parse("Ann.Smith-1"))
                .isEqualTo(new Parsed.Accepted<>(new Username("ann.smith-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "1abc", "a b c", "änne", "a@example.org", "abc\n", "_abc"})
    void refusesOtherUserNames(String name) {
        assertThat(Username.parse(name)).isInstanceOf(Parsed.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ninechars", "Password123", "QWERTYUIOP", "aaaaaaaaaaaa", "abababababab"})
    void refusesPasswordsThatAreGuessedFirst(String password) {
        assertThat(Password.parseNew(password)).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void limitsPasswordsTo128() {
        assertThat(Password.parseNew("abcdefgh".repeat(16))).isInstanceOf(Parsed.Accepted.class);
        assertThat(Password.parseNew("abcdefgh".repeat(16) + "i"))
                .isInstanceOf(Parsed.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a.png", "HTTPS://x/?q=1#f", "https://[::1]:8443"})
    void takesHttpsUrlsAsAvatars(String url) {
        assertThat(AvatarUrl.parse(url)).isEqualTo(new Parsed.Accepted<>(new AvatarUrl(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.org/a.png",
                "javascript:alert(1)",
                "data:image/png;base64,AAAA",
                "//example.org/a.png",
                "https:example.org",
                "https:///a.png",
                "https://user:pw@example.org/",
                "https://example.org/a b",
                "https://example.org/\n",
                "https://exämple.org/"
            })
    void refusesEveryOtherAvatar(String url) {
        assertThat(AvatarUrl.parse(url)).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void limitsAvatarsTo1024() {
        String url = "https://example.org/" + "x".repeat(1004);

        assertThat(AvatarUrl.parse(url)).isInstanceOf(Parsed.Accepted.class);
        assertThat(AvatarUrl.parse(url + "x")).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void neverShowsASecret() {
        assertThat(new Password("hush hush hush")).asString().doesNotContain("hush hush");
        assertThat(RefreshToken.random()).asString().isEqualTo("RefreshToken[hidden]");
    }
}
