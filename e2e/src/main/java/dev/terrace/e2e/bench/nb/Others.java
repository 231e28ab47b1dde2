package dev.terrace.e2e.bench.nb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The clients of {@code others.py}, which run in the server's container. All times are in seconds. */
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

    /** How long it takes until the database is read and one set found. */
    double read(Kind kind, String set) throws IOException, InterruptedException {
        return run(kind, "read", set)[0];
    }

    /** How long each change of one address takes. */
    Latencies mutate(Kind kind, String set, int count) throws IOException, InterruptedException {
        return Latencies.ofSeconds(run(kind, "mutate", set + " " + count));
    }

    /** How long it takes to insert policies, so many in one transaction. */
    double insert(Kind kind, List<Policy> policies, int together) throws IOException, InterruptedException {
        server.copy(
                policies.stream()
                        .map(Requests::line)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8),
                POLICIES);
        return Arrays.stream(run(kind, "insert", POLICIES + " " + together)).sum();
    }

    private double[] run(Kind kind, String what, String rest) throws IOException, InterruptedException {
        String command = "python3 %s %s %s %s %s"
                .formatted(SCRIPT, kind.name().toLowerCase(Locale.ROOT), what, server.inside(), rest);
        return new JsonMapper().readValue(server.run(command), double[].class);
    }
}
