package dev.roomlog.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpeningTest {

    private static final LogPartition PARTITION = new LogPartition("chat.messages.e1", 3);

    @Test
    void beginsAPartitionAtTheLogsStart() {
        assertThat(Opening.of(PARTITION, null, "T1", 0, 9))
                .isEqualTo(new Opening.First(new Applied("T1", -1)));
        assertThat(Opening.of(PARTITION, null, "T1", 5, 9))
                .isEqualTo(new Opening.First(new Applied("T1", 4)));
    }

    @Test
    void goesOnBehindTheLastRecordApplied() {
        assertThat(Opening.of(PARTITION, new Applied("T1", 6), "T1", 5, 9))
                .isEqualTo(new Opening.Continue(7));
        assertThat(Opening.of(PARTITION, new Applied("T1", 8), "T1", 5, 9))
                .isEqualTo(new Opening.Continue(9));
        assertThat(Opening.of(PARTITION, new Applied("T1", 4), "T1", 5, 9))
                .isEqualTo(new Opening.Continue(5));
    }

    @Test
    void namesWhatExpiredBeforeItWasApplied() {
        assertThat(Opening.of(PARTITION, new Applied("T1", 2), "T1", 5, 9))
                .isEqualTo(new Opening.Skip(new Applied("T1", 4), 3));
    }

    @Test
    void refusesATopicMadeAnewUnderTheSameName() {
        assertThat(Opening.of(PARTITION, new Applied("T1", 2), "T2", 0, 9))
                .isEqualTo(
                        new Opening.OtherLog(
                                "chat.messages.e1/3 was made anew under the same name"
                                        + " (topic ID T2, applied was T1)"));
    }

    @Test
    void refusesALogThatEndsBeforeWhatWasApplied() {
        assertThat(Opening.of(PARTITION, new Applied("T1", 9), "T1", 0, 9))
                .isEqualTo(
                        new Opening.OtherLog(
                                "chat.messages.e1/3 ends at offset 8, before what was applied (9)"));
    }
}
