package dev.roomlog.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.local.RunState.RunningPart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Nothing stays behind, however the launcher ends. */
class LauncherDeathIT {

    @TempDir Path root;
    private StackFolder folder;
    private Process launcher;

    @BeforeEach
    void launch() throws IOException {
        folder = new StackFolder(root, root);
        launcher =
                // A build under nohup hands its ignored SIGHUP down to every child.
                new ProcessBuilder(
                                "env",
                                "--default-signal=HUP",
                                JavaCommand.java().toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                StoresLauncher.class.getName(),
                                root.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(launcher.inputReader().readLine()).startsWith("up ");
    }

    @AfterEach
    void end() {
        launcher.destroyForcibly();
        new Leftovers(folder).stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "KILL"})
    void partsEndWithTheLauncher(String signal) throws Exception {
        List<ProcessIdentity> parts = parts();
        assertThat(parts).hasSize(3).allMatch(ProcessIdentity::isAlive);

        signal(signal);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(parts).noneMatch(ProcessIdentity::isAlive));
        assertThat(launcher.waitFor()).isNotZero();
    }

    @Test
    void theNextStartEndsWhatSurvivedBothLauncherAndWatchdog() throws Exception {
        List<ProcessIdentity> parts = parts();
        try (var children = launcher.descendants()) {
            children.filter(child -> parts.stream().noneMatch(part -> part.pid() == child.pid()))
                    .forEach(ProcessHandle::destroyForcibly);
        }
        signal("KILL");
        launcher.waitFor();
        assertThat(parts).allMatch(ProcessIdentity::isAlive);

        try (LocalStack next = LocalStack.start(StackOptions.in(root).onlyStores())) {
            assertThat(next.parts()).hasSize(3).allMatch(Part::isRunning);
            assertThat(parts).noneMatch(ProcessIdentity::isAlive);
        }
    }

    @Test
    void downStopsAStackOfAnotherProcess() {
        List<ProcessIdentity> parts = parts();

        assertThat(new StackStop(folder).run()).isInstanceOf(StackStop.Outcome.Stopped.class);

        assertThat(parts).noneMatch(ProcessIdentity::isAlive);
        assertThat(new StackStop(folder).run()).isInstanceOf(StackStop.Outcome.NothingRan.class);
    }

    private List<ProcessIdentity> parts() {
        return RunState.read(folder.state()).orElseThrow().parts().stream()
                .map(RunningPart::process)
                .filter(Objects::nonNull)
                .toList();
    }

    private void signal(String name) throws Exception {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(launcher.pid()))
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }
}
