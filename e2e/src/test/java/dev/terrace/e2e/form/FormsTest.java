package dev.terrace.e2e.form;

import dev.terrace.e2e.example.Bench;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form that a policy can have does to real packets what its table says, and so say the evaluator and the ACLs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FormsTest {

    static final ExampleFolder FORMS = new ExampleFolder(Path.of("src/test/resources/forms"));

    private final Bench bench = new Bench(FORMS, Path.of("target/forms-gateway.log"));

    static Stream<Example> forms() {
        return FORMS.examples().stream();
    }

    @AfterAll
    void end() {
        bench.close();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void packetsEvaluatorAndAclsDoAsTheTableSays(Example form) {
        bench.judge(form);
    }
}
