package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Command lines for child JVMs: the JDK of this one and, for our own main classes, this module's
 * class path.
 */
public final class JavaCommand {

    private JavaCommand() {}

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public static List<String> ofMain(Class<?> main, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /** The jar this class is in; empty when it runs from a folder of classes. */
    static Optional<Path> ownJar() {
        return Optional.of(ownCode()).filter(Files::isRegularFile);
    }

    /**
     * The build writes the runtime class path beside our code, so that a child does not inherit
     * whatever a test runs with; without that file it is the class path of this JVM.
     */
    private static String classPath() {
        try {
            Path code = ownCode();
            Path listed = code.resolveSibling("classpath");
            return Files.isRegularFile(listed)
                    ? code + ":" + Files.readString(listed).strip()
                    : System.getProperty("java.class.path");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownCode() {
        try {
            return Path.of(
                    JavaCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
