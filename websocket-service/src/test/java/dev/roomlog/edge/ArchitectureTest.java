package dev.roomlog.edge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses EDGE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.roomlog.edge");

    @BeforeEach
    void classesWereImported() {
        assertThat(EDGE).hasSizeGreaterThan(60);
        for (String feature :
                new String[] {
                    "stomp",
                    "session",
                    "subscription",
                    "send",
                    "fanout",
                    "tail",
                    "membership",
                    "kafka",
                    "web"
                }) {
            assertThat(EDGE.containPackage("dev.roomlog.edge." + feature)).as(feature).isTrue();
        }
    }

    @Test
    void onlyTheKafkaAdapterKnowsKafka() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.roomlog.edge.kafka")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.apache.kafka..",
                                "org.springframework.kafka..",
                                "org.springframework.boot.kafka.."));
    }

    @Test
    void onlyAdaptersAndTheApplicationKnowSpring() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.roomlog.edge",
                                "dev.roomlog.edge.web",
                                "dev.roomlog.edge.kafka")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.springframework.."));
    }

    @Test
    void stompDependsOnNothingOfOurs() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.roomlog.edge.stomp")
                        .should()
                        .onlyDependOnClassesThat(
                                not(resideInAnyPackage("dev.roomlog.."))
                                        .or(resideInAnyPackage("dev.roomlog.edge.stomp"))));
    }

    /** Token keys, the named exception, are fetched by the contract's own package. */
    @Test
    void nothingHereCallsAnotherServiceByHttp() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.net.http..",
                                "reactor.netty.http.client..",
                                "org.springframework.web.client..",
                                "org.springframework.web.reactive.function.client..",
                                "org.springframework.web.reactive.socket.client..",
                                "org.springframework.http.client..",
                                "org.springframework.web.service..",
                                "com.nimbusds.jose.jwk.source.."));
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching(".*(URLConnection|ResourceRetriever)"));
    }

    @Test
    void featuresAreFreeOfCycles() {
        check(slices().matching("dev.roomlog.edge.(*)..").should().beFreeOfCycles());
    }

    @Test
    void featuresDoNotKnowTheirAdapters() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.roomlog.edge.web", "dev.roomlog.edge.kafka")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.roomlog.edge.web", "dev.roomlog.edge.kafka"));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.roomlog.edge.web")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.roomlog.edge.kafka"));
    }

    private static void check(ArchRule rule) {
        rule.check(EDGE);
    }
}
