package dev.terrace.e2e.example;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does to real packets what its table says, and so say the evaluator and the ACLs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExamplesTest {

    private static final ExampleFolder EXAMPLES = new ExampleFolder(Path.of("../deploy/examples"));

    private final Bench bench = new Bench(EXAMPLES, Path.of("target/examples-gateway.log"));

    static Stream<Example> examples() {
        return EXAMPLES.examples().stream();
    }

    @AfterAll
    void end() {
        bench.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void packetsEvaluatorAndAclsDoAsTheTableSays(Example example) {
        bench.judge(example);
    }
}
