package dev.terrace.e2e.bench.nb;

import dev.terrace.e2e.bench.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The clients of {@code others.py}, which run in the server's container. */
final class Others {

    private static final String SCRIPT = "/others.py";
    private static final String POLICIES = "/policies";

    private final DatabaseServer server;

    /** Which client. */
    enum Kind {
        IDL("Python IDL"),
        NBCTL("ovn-nbctl daemon");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Others(DatabaseServer server) throws IOException {
        this.server = server;
        try (InputStream script = Objects.requireNonNull(Others.class.getResourceAsStream("others.py"))) {
            server.copy(script.readAllBytes(), SCRIPT);
        }
    }

    /** How many seconds it takes until the database is read and one set found. */
    double read(Kind kind, String set) throws IOException, InterruptedException {
        return run(kind, "read", set)[0];
    }

    /** How long each change of one address takes. */
    Samples mutate(Kind kind, String set, int count) throws IOException, InterruptedException {
        Samples samples = new Samples();
        for (double seconds : run(kind, "mutate", set + " " + count)) {
            samples.add(Math.round(seconds * 1e9));
        }
        return samples;
    }

    /** How many seconds it takes to insert policies. */
    double insert(Kind kind, List<Policy> policies) throws IOException, InterruptedException {
        server.copy(
                policies.stream()
                        .map(Requests::line)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8),
                POLICIES);
        return Arrays.stream(run(kind, "insert", POLICIES + " " + Requests.TOGETHER))
                .sum();
    }

    private double[] run(Kind kind, String what, String rest) throws IOException, InterruptedException {
        String command = "python3 %s %s %s %s %s"
                .formatted(SCRIPT, kind.name().toLowerCase(Locale.ROOT), what, server.inside(), rest);
        return new JsonMapper().readValue(server.run(command), double[].class);
    }
}
