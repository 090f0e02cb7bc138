package dev.roomlog.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenID provider that knows nothing of Roomlog: Spring Authorization Server with a few users,
 * one public client for people, one confidential client for a program. Runs as a process of its
 * own; takes commands by its standard input and ends with it. Its keys outlive it in a file.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class IssuerProgram {

    static final String PASSWORD = "tea with three sugars";
    static final String REDIRECT = "http://127.0.0.1/signed-in";

    /** Longer than a test on a busy machine. */
    private static final TokenSettings LASTING =
            TokenSettings.builder().accessTokenTimeToLive(Duration.ofHours(1)).build();

    /** What the issuer says of its users, by the name they sign in with. */
    private final Map<String, Map<String, Object>> claims = new ConcurrentHashMap<>();

    IssuerProgram() {
        claims.put(
                "alice",
                Map.of("sub", "auth0|5f7c8ec7", "preferred_username", "Alice", "name", "Alice A"));
        claims.put("bob", Map.of("sub", "b0b", "preferred_username", "bob@example.com"));
        claims.put("carol", Map.of("sub", "c", "preferred_username", "carol", "name", "Carol C"));
        claims.put("space", Map.of("sub", "a b"));
        claims.put(
                "release-bot",
                Map.of("sub", "release-bot", "name", "Release bot", "roles", List.of("service")));
    }

    public static void main(String[] arguments) {
        SpringApplication.run(IssuerProgram.class, arguments);
    }

    @Bean
    ApplicationRunner commands(IssuerKeys keys) {
        return _ -> Thread.ofPlatform().name("commands").start(() -> obey(keys));
    }

    private void obey(IssuerKeys keys) {
        try (var lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line) {
                    case "publish" -> keys.publish();
                    case "sign" -> keys.sign();
                    case "retire" -> keys.retire();
                    case "rename" -> claims.computeIfPresent("carol", (_, known) -> renamed(known));
                    default -> throw new IllegalArgumentException(line);
                }
            }
            System.exit(0); // whoever started it is gone
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> renamed(Map<String, Object> known) {
        Map<String, Object> other = new ConcurrentHashMap<>(known);
        other.put("name", "Carol D");
        return other;
    }

    @Bean
    IssuerKeys keys(Environment environment) throws IOException, ParseException, JOSEException {
        return new IssuerKeys(Path.of(environment.getRequiredProperty("keys")));
    }

    /** What is published; the next key may be among it before it signs. */
    @Bean
    JWKSource<SecurityContext> published(IssuerKeys keys) {
        return (selector, _) -> selector.select(new JWKSet(keys.published));
    }

    @Bean
    JwtEncoder encoder(IssuerKeys keys) {
        return new NimbusJwtEncoder(
                (selector, _) -> selector.select(new JWKSet(keys.published.getFirst())));
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                claims.keySet().stream()
                        .map(name -> User.withUsername(name).password("{noop}" + PASSWORD).build())
                        .toList());
    }

    @Bean
    RegisteredClientRepository clients() {
        return new InMemoryRegisteredClientRepository(people("roomlog-web"), program());
    }

    private static RegisteredClient people(String id) {
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(REDIRECT)
                .scope("openid")
                .scope("profile")
                .clientSettings(
                        ClientSettings.builder()
                                .requireProofKey(true)
                                .requireAuthorizationConsent(false)
                                .build())
                .tokenSettings(LASTING)
                .build();
    }

    private static RegisteredClient program() {
        return RegisteredClient.withId("release-bot")
                .clientId("release-bot")
                .clientSecret("{noop}" + PASSWORD)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenSettings(LASTING)
                .build();
    }

    /**
     * What every issuer can be told to do: name the audience, and put claims into access tokens.
     */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> accessTokens() {
        return context -> {
            if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                Authentication who = Objects.requireNonNull(context.getPrincipal());
                context.getClaims().audience(List.of("roomlog"));
                claims.getOrDefault(who.getName(), Map.of())
                        .forEach((name, value) -> context.getClaims().claim(name, value));
            }
        };
    }

    /** The first signs; all are published. In a file, so that a restart changes nothing. */
    static final class IssuerKeys {

        private final Path file;
        private volatile List<JWK> published;

        IssuerKeys(Path file) throws IOException, ParseException, JOSEException {
            this.file = file;
            if (Files.exists(file)) {
                published = JWKSet.load(file.toFile()).getKeys();
            } else {
                published = List.of(newKey());
                save();
            }
        }

        void publish() throws IOException, JOSEException {
            List<JWK> more = new ArrayList<>(published);
            more.add(newKey());
            published = List.copyOf(more);
            save();
        }

        void sign() throws IOException {
            published = published.reversed();
            save();
        }

        void retire() throws IOException {
            published = List.of(published.getFirst());
            save();
        }

        private void save() throws IOException {
            Files.writeString(file, new JWKSet(List.copyOf(published)).toString(false));
        }

        private static JWK newKey() throws JOSEException {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        }
    }
}
