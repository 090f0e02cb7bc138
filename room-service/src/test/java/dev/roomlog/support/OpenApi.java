package dev.roomlog.support;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The document {@code openapi.yaml}, to hold the service against. */
public final class OpenApi {

    private static final String LOCATION = "https://roomlog.dev/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String TEXT = read();
    private static final JsonNode DOCUMENT = YAMLMapper.shared().readTree(TEXT);
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry -> registry.schemas(Map.of(LOCATION, TEXT)));

    private OpenApi() {}

    /** Each as {@code GET /api/rooms/{room}}. */
    public static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path ->
                        path.getValue().propertyNames().stream()
                                .filter(METHODS::contains)
                                .map(method -> method.toUpperCase(java.util.Locale.ROOT))
                                .forEach(method -> operations.add(method + " " + path.getKey())));
        return operations;
    }

    /**
     * What is wrong with an answer, by the document; nothing if the path is none of the document's.
     *
     * @param path without the query
     */
    public static List<String> complaints(
            String method, String path, int status, String contentType, String body) {
        Optional<String> operation = operationOf(method, path);
        if (operation.isEmpty()) {
            return List.of();
        }
        String place = responseOf(operation.get(), status);
        if (place.endsWith("/default") && status < 400) {
            return List.of("status " + status + " is not documented");
        }
        String response = resolve(place);
        JsonNode content = DOCUMENT.at(response).path("content");
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("a body where none is documented");
        }
        String type = contentType.replaceFirst(";.*", "");
        if (!content.has(type)) {
            return List.of("content type " + contentType + " is not documented");
        }
        return validate(response + "/content/" + escape(type) + "/schema", body);
    }

    /** What is wrong with the examples of the document itself. */
    public static List<String> complaintsAboutExamples() {
        List<String> complaints = new ArrayList<>();
        examples("", DOCUMENT)
                .forEach(place -> {
                    String media = place.substring(0, place.lastIndexOf("/examples/"));
                    String value = DOCUMENT.at(resolve(place) + "/value").toString();
                    validate(media + "/schema", value)
                            .forEach(complaint -> complaints.add(place + ": " + complaint));
                });
        return complaints;
    }

    public static long exampleCount() {
        return examples("", DOCUMENT).count();
    }

    private static Stream<String> examples(String place, JsonNode node) {
        if (node.isArray()) {
            return Stream.empty();
        }
        Stream<String> here =
                node.has("schema") && node.has("examples")
                        ? node.get("examples").propertyNames().stream()
                                .map(name -> place + "/examples/" + escape(name))
                        : Stream.empty();
        return Stream.concat(
                here,
                node.properties().stream()
                        .flatMap(child ->
                                examples(place + "/" + escape(child.getKey()), child.getValue())));
    }

    private static List<String> validate(String schema, String json) {
        return SCHEMAS
                .getSchema(SchemaLocation.of(LOCATION + "#" + schema))
                .validate(
                        json,
                        InputFormat.JSON,
                        execution ->
                                execution.executionConfig(c -> c.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static Optional<String> operationOf(String method, String path) {
        String wanted = method.toLowerCase(java.util.Locale.ROOT);
        return DOCUMENT.get("paths").properties().stream()
                .filter(each -> each.getValue().has(wanted) && matches(each.getKey(), path))
                // A literal segment before a variable one, as the router does.
                .min((one, other) -> variables(one.getKey()) - variables(other.getKey()))
                .map(each -> "/paths/" + escape(each.getKey()) + "/" + wanted);
    }

    private static boolean matches(String template, String path) {
        String pattern =
                Stream.of(template.split("/", -1))
                        .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                        .collect(java.util.stream.Collectors.joining("/"));
        return path.matches(pattern);
    }

    private static int variables(String template) {
        return template.length() - template.replace("{", "").length();
    }

    private static String responseOf(String operation, int status) {
        JsonNode responses = DOCUMENT.at(operation + "/responses");
        String exact = Integer.toString(status);
        return operation + "/responses/" + (responses.has(exact) ? exact : "default");
    }

    /** Follows a reference, if there is one. */
    private static String resolve(String place) {
        @Nullable String reference = DOCUMENT.at(place).path("$ref").asStringOpt().orElse(null);
        return reference == null ? place : reference.substring(1);
    }

    /** As in a JSON pointer (RFC 6901 §3). */
    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
