package dev.roomlog.system;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Starts one stack with three edges for the whole test run, on free ports in a folder of its own,
 * and ends it after.
 */
final class SharedStack implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Installation resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedStack.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .installation;
    }

    /** Closed by JUnit when the run is over. */
    private record Running(LocalStack stack, Path folder, Installation installation)
            implements AutoCloseable {

        static Running start() {
            Path folder = newFolder("shared");
            // What is trained makes all later starts faster: those after a kill, and other stacks'.
            LocalStack stack =
                    LocalStack.start(optionsIn(folder).withEdges(3).trainingForWarmStarts());
            return new Running(stack, folder, new Installation(stack));
        }

        @Override
        public void close() {
            stack.close();
            delete(folder);
        }
    }

    /** Two edges, for minutes; what is looked at from time to time is looked at often. */
    static StackOptions optionsIn(Path folder) {
        StackOptions options = StackOptions.in(folder).forShortLife();
        for (String service : YourOwnUsers.SERVICES) {
            options = options.withProperty(service, "roomlog.token.jwks-refresh", "5s");
        }
        return options.withProperty("room-service", "roomlog.outbox.lease", "2s");
    }

    /** Below target/: a database refuses to keep data where the system may clean up. */
    static Path newFolder(String name) {
        try {
            Path parent = Path.of("target", "stacks").toAbsolutePath();
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
