package dev.roomlog.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The programs of docs/clients.md. */
final class DocumentedClients {

    private static final Path PAGE = Path.of("..", "docs", "clients.md");

    private DocumentedClients() {}

    static String javaScript() throws IOException {
        return block("js");
    }

    static String java() throws IOException {
        return block("java");
    }

    private static String block(String language) throws IOException {
        List<MatchResult> blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE))
                        .results()
                        .toList();
        if (blocks.size() != 1) {
            throw new IllegalStateException("one program in " + language + " in " + PAGE);
        }
        return blocks.getFirst().group(1);
    }
}
