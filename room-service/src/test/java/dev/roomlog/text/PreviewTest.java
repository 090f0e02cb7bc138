package dev.roomlog.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreviewTest {

    @Test
    void foldsWhiteSpaceIntoOneLine() {
        assertThat(Preview.of("  one\r\n\ttwo\u00a0\u2028 three  ")).isEqualTo("one two three");
    }

    @Test
    void leavesOutControlAndDirectionCharacters() {
        assertThat(Preview.of("a\u0000b\u0007\u202ec\u2066d\u009fe")).isEqualTo("abcde");
    }

    @Test
    void endsAfterAHundredCharactersAndCutsNoneInTwo() {
        String full = "👋".repeat(100);

        assertThat(Preview.of("👋".repeat(101))).isEqualTo(full);
        assertThat(Preview.of("x" + "👋".repeat(100))).isEqualTo("x" + "👋".repeat(99));
    }

    @Test
    void doesNotEndWithASpace() {
        assertThat(Preview.of("x".repeat(99) + " y")).isEqualTo("x".repeat(99));
        assertThat(Preview.of("x".repeat(100) + " ")).isEqualTo("x".repeat(100));
    }

    @Test
    void keepsWhatIsJoined() {
        assertThat(Preview.of("👩\u200d👩\u200d👧 مرحبا")).isEqualTo("👩\u200d👩\u200d👧 مرحبا");
    }

    @Test
    void ofNothingVisibleIsEmpty() {
        assertThat(Preview.of(" \n\t ")).isEmpty();
    }
}
