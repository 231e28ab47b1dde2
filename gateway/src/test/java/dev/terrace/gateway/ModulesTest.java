package dev.terrace.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The rules between the modules ({@code docs/design/architecture.md}). */
final class ModulesTest {

    private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.terrace");

    @Test
    void watcherAndBackendNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.terrace.k8s..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.terrace.ovn..", "dev.terrace.gateway..", "io.netty..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.terrace.ovn..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.terrace.k8s..", "dev.terrace.gateway..", "io.fabric8..", "tools.jackson..")
                .check(ALL);
    }
}
