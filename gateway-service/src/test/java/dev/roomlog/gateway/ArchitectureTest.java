package dev.roomlog.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ArchitectureTest {

    private static JavaClasses gateway;

    @BeforeAll
    static void importsTheGateway() {
        gateway =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.roomlog.gateway");

        assertThat(gateway).hasSizeGreaterThan(25);
    }

    @Test
    void routingAndSecurityShareTheErrorContractAndNothingElse() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("routing")
                .definedBy("..gateway.routing..")
                .layer("security")
                .definedBy("..gateway.security..")
                .layer("error")
                .definedBy("..gateway.error..")
                .whereLayer("routing")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("security")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("error")
                .mayOnlyBeAccessedByLayers("routing", "security")
                .check(gateway);
    }

    @Test
    void featuresFormNoCycle() {
        slices().matching("dev.roomlog.gateway.(**)").should().beFreeOfCycles().check(gateway);
    }

    @Test
    void knowsNoLogAndNoStore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "com.google.protobuf..",
                        "jakarta.persistence..",
                        "java.sql..",
                        "javax.sql..",
                        "com.mongodb..",
                        "org.springframework.data..",
                        "org.springframework.kafka..")
                .check(gateway);
    }

    /**
     * Of the contract between services the gateway needs the words of refusals, and whose a token
     * is.
     */
    @Test
    void knowsNoRoomAndNoMessage() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.roomlog\\.events\\.(?!RefusalCode|MemberId).*")
                .check(gateway);
    }

    /** Whatever blocks here stops every client of an event loop. */
    @Test
    void blocksNowhere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.springframework.web.client..",
                        "org.springframework.web.servlet..")
                .orShould()
                .callMethod(Mono.class, "block")
                .orShould()
                .callMethod(Flux.class, "blockLast")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(gateway);
    }

    @Test
    void theRootHoldsTheApplicationOnly() {
        classes()
                .that()
                .resideInAPackage("dev.roomlog.gateway")
                .should()
                .haveSimpleName("GatewayApplication")
                .orShould()
                .haveSimpleName("package-info")
                .check(gateway);
    }
}
