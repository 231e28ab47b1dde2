package dev.terrace.e2e.bench.nb;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.bench.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first read of 20,000 ACLs and 2,000 address sets of 50, what it keeps, and changes of single addresses in it. */
final class ReadAndChange {

    private static final int ROUNDS = 5;
    private static final int CHANGES = 4_000;
    private static final int CHANGES_OF_OTHERS = 200;
    private static final String READ = "first read of 20,000 ACLs, 2,000 sets of 50: ";
    private static final String CHANGE = "one address in or out: ";
    private static final IpPrefix ADDRESS = IpPrefix.parse("10.255.0.1/32");

    private final DatabaseServer server;
    private final @Nullable Others others;
    private final Figures figures;
    private final List<Policy> policies = Policy.many(2_000, 10, 50);
    private final DesiredImage image = Policy.image(policies);
    private final String set = policies.get(1_000).set().name();
    private final List<Samples> limit = new ArrayList<>();
    private final List<Samples> elsewhere = new ArrayList<>();
    private final List<Samples> bare = new ArrayList<>();
    private final List<Samples> ours = new ArrayList<>();
    private Cost readLimit = Cost.UNKNOWN;
    private Cost read = Cost.UNKNOWN;
    private long bytes;

    ReadAndChange(DatabaseServer server, @Nullable Others others, Figures figures) {
        this.server = server;
        this.others = others;
        this.figures = figures;
    }

    /** @param heap whether to measure that of the read as well */
    void measure(boolean heap) throws Exception {
        server.fill(policies);
        for (int round = 1; round <= ROUNDS; round++) {
            // Once more in each round, because the fence that its transactions ask for moves on.
            try (Recording recording = new Recording(server.endpoint())) {
                work(new MeasuredWriter(recording.endpoint()), 2, new ArrayList<>());
                plainly(recording.requests("\"monitor_cond"), recording.requests(ADDRESS.toString()));
            }
            read = read.or(work(new MeasuredWriter(server.endpoint()), CHANGES, ours));
            System.out.printf("first read, round %d, best so far: %s | %s%n", round, readLimit, read);
        }
        tellReads();
        if (heap) {
            tellHeap();
        }
        tellChanges();
        if (others != null) {
            tell(others);
        }
    }

    private void plainly(List<byte[]> watch, List<byte[]> changes) throws Exception {
        try (PlainClient client = new PlainClient(server.endpoint())) {
            bare.add(client.repeat(Requests.mutating(set, ADDRESS), CHANGES));
            readLimit = readLimit.or(Cost.of(server, () -> bytes = client.call(watch.getFirst())));
            int before = server.records();
            limit.add(client.repeat(changes, CHANGES));
            elsewhere.add(client.repeatElsewhere(changes, CHANGES));
            if (server.records() != before + 2 * CHANGES) {
                throw new IllegalStateException("changes that changed nothing");
            }
        }
    }

    /** What the read cost. */
    private Cost work(MeasuredWriter writer, int changes, List<Samples> rounds) throws Exception {
        try (writer) {
            Cost cost = Cost.of(server, writer::start);
            writer.sync(image);
            if (writer.state().rowsWritten() != 0) {
                throw new IllegalStateException("the writer would have other rows");
            }
            rounds.add(writer.change(set, ADDRESS, changes));
            return cost;
        }
    }

    private void tellReads() throws Exception {
        figures.told(READ + "JSON", "%.1f MB".formatted(bytes / 1e6))
                .told(READ + "limit, best of " + ROUNDS, readLimit.toString())
                .told(READ + "writer", read.toString())
                .atMost(READ + "writer's time to the limit's", read.seconds() / readLimit.seconds(), 1.5, "");
    }

    private void tellHeap() throws Exception {
        String what = "heap of that read: ";
        double json = bytes / 1e6;
        ReaderProcess reader = Objects.requireNonNull(ReaderProcess.run(server.endpoint(), "1g"), "not even in a GiB");
        double smallest = ReaderProcess.smallestHeap(server.endpoint(), 8, 1_000);
        figures.told(what + "kept", "%.1f MB".formatted(reader.kept()))
                .atMost(what + "kept, to the JSON's bytes", reader.kept() / json, 2, "")
                .told(what + "smallest -Xmx", "%.0f MB".formatted(smallest))
                .atMost(what + "smallest -Xmx, to the JSON's bytes", smallest / json, 5, "");
    }

    private void tellChanges() throws Exception {
        double ratio = best(ours).medianMicros() / best(limit).medianMicros();
        figures.told(CHANGE + "limit, best of " + ROUNDS, text(best(limit)))
                .told(CHANGE + "limit, by a thread of its own", text(best(elsewhere)))
                .told(CHANGE + "limit without guards, not following", text(best(bare)))
                .told(CHANGE + "writer", text(best(ours)))
                .atMost(CHANGE + "writer's median to the limit's", ratio, 1.3, "");
    }

    private void tell(Others clients) throws Exception {
        for (Others.Kind kind : Others.Kind.values()) {
            String once = kind.title() + ", once";
            figures.told(READ + once, "%.2f s".formatted(clients.read(kind, set)))
                    .told(CHANGE + once, text(clients.mutate(kind, set, CHANGES_OF_OTHERS)));
        }
    }

    private static Samples best(List<Samples> rounds) {
        return Collections.min(rounds, Comparator.comparingDouble(Samples::medianMicros));
    }

    private static String text(Samples samples) {
        return "%.0f us, p99 %.0f us (%d)".formatted(samples.medianMicros(), samples.p99Micros(), samples.count());
    }
}
