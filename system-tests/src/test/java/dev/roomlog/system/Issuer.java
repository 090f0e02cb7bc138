package dev.roomlog.system;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A running {@link IssuerProgram}, and how people and programs get tokens from it. */
final class Issuer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    Issuer(Path folder) {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Private parts included: for forging tokens. */
    Path keys() {
        return folder.resolve("issuer-keys.json");
    }

    Issuer start() {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IssuerProgram.class.getName(),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--spring.security.oauth2.authorizationserver.issuer=" + url(),
                        "--keys=" + keys());
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("issuer.log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the issuer")
                .atMost(Duration.ofMinutes(5))
                .ignoreException(ConnectException.class)
                .until(() -> configuration().has("jwks_uri"));
        return this;
    }

    void kill() {
        try {
            Process running = running();
            running.destroyForcibly();
            running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the published keys show it. */
    void changeKeys(String command) throws IOException {
        JsonNode before = published();
        tell(command);
        Awaitility.await(command)
                .atMost(Duration.ofMinutes(1))
                .until(() -> !published().equals(before));
    }

    void tell(String command) {
        try {
            var commands = running().outputWriter(StandardCharsets.UTF_8);
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the issuer was not started");
        }
        return process;
    }

    /**
     * As a browser does for a page: authorization code with PKCE (RFC 7636), through the issuer's
     * own form.
     */
    String signIn(String user) throws IOException {
        HttpClient browser = browser();
        String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        JsonNode endpoints = configuration();
        URI next =
                URI.create(
                        endpoints.get("authorization_endpoint").stringValue()
                                + "?"
                                + form(
                                        Map.of(
                                                "response_type", "code",
                                                "client_id", "roomlog-web",
                                                "redirect_uri", IssuerProgram.REDIRECT,
                                                "scope", "openid profile",
                                                "state", "s",
                                                "code_challenge", sha256(verifier),
                                                "code_challenge_method", "S256")));
        while (!next.toString().startsWith(IssuerProgram.REDIRECT)) {
            HttpResponse<String> page =
                    send(browser, HttpRequest.newBuilder(next).header("Accept", "text/html"));
            if (page.statusCode() == 200) {
                page =
                        send(
                                browser,
                                posting(
                                        next,
                                        Map.of(
                                                "username",
                                                user,
                                                "password",
                                                IssuerProgram.PASSWORD,
                                                "_csrf",
                                                csrf(page.body()))));
            }
            next = next.resolve(page.headers().firstValue("Location").orElseThrow());
        }
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(next.toString());
        if (!code.find()) {
            throw new AssertionError("no code in " + next);
        }
        return token(
                browser,
                posting(
                        URI.create(endpoints.get("token_endpoint").stringValue()),
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                "roomlog-web",
                                "redirect_uri",
                                IssuerProgram.REDIRECT,
                                "code",
                                code.group(1),
                                "code_verifier",
                                verifier)));
    }

    /** As a program does for itself: client credentials. */
    String clientCredentials() throws IOException {
        String secret =
                Base64.getEncoder()
                        .encodeToString(
                                ("release-bot:" + encoded(IssuerProgram.PASSWORD))
                                        .getBytes(StandardCharsets.UTF_8));
        return token(
                browser(),
                posting(
                                URI.create(configuration().get("token_endpoint").stringValue()),
                                Map.of("grant_type", "client_credentials"))
                        .header("Authorization", "Basic " + secret));
    }

    private JsonNode configuration() throws IOException {
        URI place = URI.create(url() + "/.well-known/openid-configuration");
        return JSON.readTree(send(browser(), HttpRequest.newBuilder(place)).body());
    }

    private JsonNode published() throws IOException {
        URI place = URI.create(configuration().get("jwks_uri").stringValue());
        return JSON.readTree(send(browser(), HttpRequest.newBuilder(place)).body());
    }

    private static String token(HttpClient browser, HttpRequest.Builder request)
            throws IOException {
        HttpResponse<String> answer = send(browser, request);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body()).get("access_token").stringValue();
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request)
            throws IOException {
        try {
            return browser.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder posting(URI to, Map<String, String> fields) {
        return HttpRequest.newBuilder(to)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html, application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String csrf(String page) {
        Matcher found = CSRF.matcher(page);
        if (!found.find()) {
            throw new AssertionError("no form in " + page);
        }
        return found.group(1);
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Process running = running();
        running.getOutputStream().close(); // it ends with its input
        try {
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
