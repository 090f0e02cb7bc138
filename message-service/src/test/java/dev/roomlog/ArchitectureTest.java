package dev.roomlog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] FEATURES = {
        "dev.roomlog.message",
        "dev.roomlog.membership",
        "dev.roomlog.projection",
        "dev.roomlog.publishing",
        "dev.roomlog.unread"
    };

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> location.contains("message-service"))
                    .importPackages("dev.roomlog");

    @Test
    void seesTheClassesItJudges() {
        assertThat(classes.size()).isGreaterThan(60);
        for (String feature : FEATURES) {
            assertThat(classes.containPackage(feature)).describedAs(feature).isTrue();
        }
    }

    @Test
    void kafkaStaysInItsAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..")
                .check(classes);
    }

    @Test
    void mongoStaysInItsAdaptersButForItsFailures() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..mongo..")
                .and()
                .doNotHaveSimpleName("FailureHandler")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..")
                .check(classes);
    }

    /** Token keys, the named exception, are fetched by the contract's own package. */
    @Test
    void asksNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.springframework.web.client..",
                        "org.springframework.web.reactive.function.client..",
                        "org.springframework.http.client..",
                        "reactor.netty.http.client..",
                        "org.apache.hc..",
                        "okhttp3..",
                        "com.nimbusds.jose.jwk.source..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(".*(URLConnection|ResourceRetriever)")
                .check(classes);
    }

    @Test
    void featuresKnowNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(FEATURES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(classes);
    }

    @Test
    void dependenciesPointInward() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.roomlog..")
                .layer("features")
                .definedBy(FEATURES)
                .layer("web")
                .definedBy("..web..")
                .layer("security")
                .definedBy("..security..")
                .layer("kafka")
                .definedBy("..kafka..")
                .layer("mongo")
                .definedBy("..mongo..")
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("security")
                .whereLayer("security")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("kafka")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("mongo")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
    }
}
