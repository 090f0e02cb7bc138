package dev.roomlog.events;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

class ContractTest {

    private static final DescribedPredicate<JavaClass> FETCHING =
            resideInAnyPackage("java.net.http..", "com.nimbusds.jose.jwk.source..")
                    .or(nameMatching("java\\.net\\.(URL|URLConnection|HttpURLConnection)"))
                    .or(nameMatching("com\\.nimbusds\\.jose\\.util\\..*ResourceRetriever"));

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.roomlog");

    @Test
    void knowsNoSpringAndNoService() {
        assertThat(classes).hasSizeGreaterThan(30);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "dev.roomlog.edge..",
                        "dev.roomlog.room..",
                        "dev.roomlog.member..",
                        "dev.roomlog.message..",
                        "dev.roomlog.gateway..")
                .check(classes);
    }

    /**
     * The four services call nobody over HTTP but, through this package, who publishes the keys.
     */
    @Test
    void onlyTokenKeysAreFetched() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.roomlog.token")
                .should()
                .dependOnClassesThat(FETCHING)
                .check(classes);
        classes()
                .that()
                .haveSimpleName("KeySource")
                .should()
                .dependOnClassesThat(FETCHING)
                .check(classes);
    }

    @Test
    void everyRefusalHasOneWord() {
        List<String> codes = Arrays.stream(RefusalCode.values()).map(RefusalCode::code).toList();

        assertThat(new HashSet<>(codes)).hasSameSizeAs(codes);
        assertThat(codes).allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
        assertThat(RefusalCode.values())
                .allMatch(code -> code.httpStatus().isPresent() || code.closeCode().isPresent());
    }

    @Test
    void everyTopicIsCreatedByOneOwnerAndNamedAsFrozen() {
        assertThat(Topics.all(1).stream().map(Topic::name))
                .containsExactly(
                        "chat.messages.e1",
                        "chat.rooms",
                        "chat.memberships",
                        "chat.reads",
                        "chat.signals",
                        "chat.notices",
                        "chat.dead-letters");
        assertThat(Topics.MEMBERSHIPS.config()).containsEntry("cleanup.policy", "compact");
        assertThat(Topics.messages(1).config()).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void textIsBoundedInBytesAndNeverShown() {
        assertThat(MessageText.parse("x".repeat(8_192)))
                .isInstanceOf(MessageText.Outcome.Accepted.class);
        assertThat(MessageText.parse("\r\n hi \n"))
                .isEqualTo(new MessageText.Outcome.Accepted(new MessageText(" hi ")));
        assertThat(MessageText.parse("é".repeat(4_097)))
                .isInstanceOfSatisfying(
                        MessageText.Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TOO_LARGE));
        for (String invalid : new String[] {"", "\n\r\n", "a\0b", "\ud800"}) {
            assertThat(MessageText.parse(invalid))
                    .isInstanceOfSatisfying(
                            MessageText.Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.code())
                                            .isEqualTo(RefusalCode.INVALID_REQUEST));
        }
        assertThat(new MessageText("secret")).asString().doesNotContain("secret");
    }
}
