package dev.roomlog.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The settings that docs/your-own-users.md tells operators to make. */
final class YourOwnUsers {

    static final List<String> SERVICES =
            List.of("room-service", "message-service", "websocket-service", "gateway-service");

    private static final Path PAGE = Path.of("..", "docs", "your-own-users.md");
    private static final String ISSUER_THERE = "https://login.example.com";
    private static final Pattern BLOCK =
            Pattern.compile(
                    "```properties\n# (all four services|room-service)\n(.*?)```", Pattern.DOTALL);

    private YourOwnUsers() {}

    static Map<String, String> settings(String service, String issuer) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        List<MatchResult> blocks = BLOCK.matcher(Files.readString(PAGE)).results().toList();
        if (blocks.size() != 2) {
            throw new IllegalStateException(PAGE + " has other settings than expected: " + blocks);
        }
        for (MatchResult block : blocks) {
            if (block.group(1).equals("all four services") || block.group(1).equals(service)) {
                for (String line : block.group(2).lines().toList()) {
                    String[] setting = line.split("=", 2);
                    settings.put(setting[0], setting[1].replace(ISSUER_THERE, issuer));
                }
            }
        }
        return settings;
    }
}
