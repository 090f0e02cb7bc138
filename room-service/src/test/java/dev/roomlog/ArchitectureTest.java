package dev.roomlog;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import jakarta.persistence.Query;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(new ImportOption.DoNotIncludeJars())
                    .importPackages("dev.roomlog");

    @Test
    void everyPackageWasImported() {
        assertThat(CLASSES.stream().map(type -> type.getPackageName()).distinct())
                .contains(
                        "dev.roomlog",
                        "dev.roomlog.room",
                        "dev.roomlog.room.web",
                        "dev.roomlog.room.jpa",
                        "dev.roomlog.room.account",
                        "dev.roomlog.room.outbox",
                        "dev.roomlog.room.activity",
                        "dev.roomlog.room.activity.jpa",
                        "dev.roomlog.room.activity.kafka",
                        "dev.roomlog.member",
                        "dev.roomlog.member.web",
                        "dev.roomlog.member.jpa",
                        "dev.roomlog.member.token",
                        "dev.roomlog.text",
                        "dev.roomlog.web");
    }

    @Test
    void featuresKnowNoAdapterAndNoFeatureKnowsAnothersAdapter() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("room")
                .definedBy("dev.roomlog.room")
                .layer("member")
                .definedBy("dev.roomlog.member")
                .layer("room adapters")
                .definedBy(
                        resideInAPackage("dev.roomlog.room.*")
                                .and(not(resideInAPackage("dev.roomlog.room.activity"))))
                .layer("activity")
                .definedBy("dev.roomlog.room.activity")
                .layer("activity adapters")
                .definedBy("dev.roomlog.room.activity.*")
                .layer("member adapters")
                .definedBy("dev.roomlog.member.*")
                .layer("web")
                .definedBy("dev.roomlog.web")
                .whereLayer("room adapters")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("member adapters")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("activity adapters")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("activity")
                .mayOnlyBeAccessedByLayers("activity adapters")
                .whereLayer("room")
                .mayOnlyBeAccessedByLayers("room adapters")
                .whereLayer("member")
                .mayOnlyBeAccessedByLayers("member adapters", "room", "room adapters")
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("room adapters", "member adapters")
                // The configuration puts the pieces together, so it knows their properties.
                .ignoreDependency(
                        resideInAPackage("dev.roomlog.member").and(type("MemberConfiguration")),
                        resideInAPackage("dev.roomlog.member.token"))
                .check(CLASSES);
    }

    @Test
    void kafkaIsKnownToItsAdaptersOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..kafka..", "..outbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..")
                .check(CLASSES);
    }

    /** Token keys, the named exception, are fetched by the contract's own package. */
    @Test
    void noServiceIsCalledFromHere() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.roomlog.token")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..",
                        "org.springframework.web.client..",
                        "org.springframework.web.reactive..",
                        "org.springframework.web.service..",
                        "org.apache.hc..",
                        "okhttp3..",
                        "reactor.netty..",
                        "com.nimbusds.jose.jwk.source..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(".*(URLConnection|ResourceRetriever)")
                .check(CLASSES);
    }

    /** They keep their connection until somebody closes them; lists do not. */
    @Test
    void noRowsAreStreamed() {
        noClasses()
                .should()
                .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
                .orShould()
                .callMethod(Query.class, "getResultStream")
                .check(CLASSES);
    }

    @Test
    void featuresKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.roomlog.room",
                        "dev.roomlog.room.activity",
                        "dev.roomlog.member",
                        "dev.roomlog.text")
                .and()
                .haveSimpleNameNotEndingWith("Configuration")
                .and()
                .haveSimpleNameNotEndingWith("Properties")
                .and()
                .doNotHaveFullyQualifiedName("dev.roomlog.member.MemberProperties$Admin")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "jakarta..",
                        "org.hibernate..",
                        "tools.jackson..",
                        "com.nimbusds..")
                .check(CLASSES);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<
                    com.tngtech.archunit.core.domain.JavaClass>
            type(String name) {
        return com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName(name);
    }
}
