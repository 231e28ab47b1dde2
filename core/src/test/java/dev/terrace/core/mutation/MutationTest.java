package dev.terrace.core.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Puts each mistake in by itself, and has tests of core notice it; prints who did. */
final class MutationTest {

    /** Who is asked, the fastest first; the first that fails has noticed. */
    private static final List<String> SUITE = List.of(
            "dev.terrace.core.full.SemanticsTest",
            "dev.terrace.core.row.PriorityStepsTest",
            "dev.terrace.core.full.TranslationMeaningTest",
            "dev.terrace.core.verdict.LawsTest",
            "dev.terrace.core.full.AlongsideMeaningTest");

    private static final int ENOUGH = 40;

    @Test
    void everyMutantIsKilled() throws Exception {
        assertThat(Mutants.ALL).hasSizeGreaterThanOrEqualTo(ENOUGH);
        List<String> survivors = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Mutant mutant : Mutants.ALL) {
            String killer = killer(MutantClasses.of(mutant));
            if (killer == null) {
                survivors.add(mutant.toString());
            }
            lines.add("%-75s %s".formatted(mutant, killer == null ? "SURVIVES" : "killed by " + killer));
            System.out.println(lines.getLast());
        }
        Files.write(Path.of("target", "mutants.txt"), lines);
        assertThat(survivors).isEmpty();
    }

    /** Without a mistake nobody fails: whoever kills a mutant does so because of it. */
    @Test
    void nobodyFailsWithoutAMistake() throws Exception {
        Mutant none = new Mutant(
                "none", "full/FullTranslator.java", "new Run(facts, _ -> true)", "new Run(facts, _ -> true)");
        assertThat(killer(MutantClasses.of(none))).isNull();
    }

    /** The first test that fails, or null. */
    private static @Nullable String killer(MutantClasses classes) throws ClassNotFoundException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                    .enableLauncherSessionListenerAutoRegistration(false)
                    .enableLauncherDiscoveryListenerAutoRegistration(false)
                    .enableTestExecutionListenerAutoRegistration(false)
                    .build());
            for (String test : SUITE) {
                LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(classes.loadClass(test)))
                        // Who finds an example need not look for the smallest.
                        .configurationParameter("jqwik.shrinking.default", "OFF")
                        .configurationParameter("jqwik.database", "target/jqwik-mutants")
                        .configurationParameter("jqwik.reporting.onlyfailures", "true")
                        .configurationParameter("jqwik.seeds.whenfixed", "ALLOW")
                        .build();
                AtomicReference<@Nullable String> failed = new AtomicReference<>();
                launcher.execute(request, new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                            failed.compareAndSet(
                                    null,
                                    test.substring(test.lastIndexOf('.') + 1) + "." + identifier.getDisplayName());
                        }
                    }
                });
                if (failed.get() != null) {
                    return failed.get();
                }
            }
            return null;
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
