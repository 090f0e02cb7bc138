package dev.roomlog.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.RunState.RunningPart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class LeftoversTest {

    @TempDir Path root;
    private StackFolder folder;
    private Process process;

    @BeforeEach
    void startSomething() throws IOException {
        folder = new StackFolder(root, root);
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void stopsWhatTheStateFileNames() {
        stateNaming(identity());

        assertThat(new Leftovers(folder).stop()).isOne();
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void leavesAloneAProcessThatGotTheNumberOfADeadOne() {
        ProcessIdentity now = identity();
        stateNaming(new ProcessIdentity(now.pid(), now.startTicks() - 1, now.boot()));

        assertThat(new Leftovers(folder).stop()).isZero();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void leavesAloneAProcessOfThisBootThatHasTheNumberAndTimeOfOneBefore() {
        ProcessIdentity now = identity();
        stateNaming(new ProcessIdentity(now.pid(), now.startTicks(), "another boot"));

        assertThat(new Leftovers(folder).stop()).isZero();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void stopsWhatCarriesTheFoldersMarkThoughNoStateFileNamesIt() throws IOException {
        ProcessBuilder marked = new ProcessBuilder("sleep", "600");
        marked.environment().put(Leftovers.MARK, folder.root().toString());
        Process unnamed = marked.start();

        assertThat(new Leftovers(folder).stop()).isOne();
        assertThat(unnamed.onExit()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void killsWhatDoesNotListen() throws Exception {
        Process deaf =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done")
                        .start();
        assertThat(deaf.inputReader().readLine()).isEqualTo("deaf");

        Leftovers.stop(
                List.of(ProcessIdentity.of(deaf.pid()).orElseThrow()), Duration.ofMillis(200));

        assertThat(deaf.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void readsAnAlienStateFileAsNone() throws IOException {
        Files.writeString(
                StackFolder.create(root.resolve("run")).resolve("state.json"), "{\"x\":1}");

        assertThat(new Leftovers(folder).find()).isEmpty();
    }

    private ProcessIdentity identity() {
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }

    private void stateNaming(ProcessIdentity part) {
        folder.run();
        new RunState(
                        part,
                        "http://localhost",
                        List.of(new RunningPart("p", part, 0, true, List.of(1), "log")))
                .write(folder.state());
    }
}
