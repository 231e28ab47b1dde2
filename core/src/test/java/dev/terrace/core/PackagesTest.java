package dev.terrace.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules between the packages of core, and what core may use ({@code docs/design/architecture.md}). */
final class PackagesTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.terrace.core");

    @Test
    void coreIsPure() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.terrace.core..",
                        "java.lang..",
                        "java.math..",
                        "java.net..",
                        "java.nio",
                        "java.nio.charset..",
                        "java.security..",
                        "java.util",
                        "java.util.function..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "org.jspecify.annotations..")
                .because("core knows no thread, file, JSON, Kubernetes or OVSDB type")
                .check(CORE);
    }

    @Test
    void coreAsksNoClockAndOpensNoSocket() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.Thread|java\\.net\\.(Socket|ServerSocket|URL|http).*|java\\.time\\..*")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CORE);
    }

    @Test
    void evaluatorAndTranslatorShareOnlyTheModel() {
        noClasses()
                .that()
                .resideInAPackage("..core.verdict..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..core.desired..", "..core.row..", "..core.full..", "..core.acl..")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("..core.full..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..core.verdict..", "..core.acl..")
                .check(CORE);
    }

    @Test
    void interpreterOfAclsSharesNothingWithTheTranslator() {
        noClasses()
                .that()
                .resideInAPackage("..core.acl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..core.full..", "..core.row..", "..core.selector..")
                .check(CORE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.terrace.core.(*)..").should().beFreeOfCycles().check(CORE);
    }
}
