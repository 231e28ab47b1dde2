package dev.terrace.e2e.bench.nb;

import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The writer beside the physical limit and beside other clients: a full sync, the first read, single changes, the heap.
 *
 * <p>The limit is a {@link PlainClient} that says what a writer said before, byte for byte, and hears what it heard.
 */
public final class NorthboundBenchmark implements Benchmark {

    private static final int ROUNDS = 5;
    private static final int ENOUGH_SECONDS = 40;

    /** Policies in a transaction of those who leave that to us. */
    private static final int TOGETHER = 100;

    private static final IpPrefix ADDRESS = IpPrefix.parse("10.255.0.1/32");
    private static final int CHANGES = 400;
    private static final int CHANGES_OF_OTHERS = 200;

    private final Figures figures = new Figures();

    @Override
    public String name() {
        return "nb";
    }

    @Override
    public String about() {
        return "reads and writes of a Northbound database, beside other clients and the physical limit";
    }

    @Override
    public Figures run() throws Exception {
        try (DatabaseServer server = DatabaseServer.start()) {
            Others others = new Others(server);
            syncs(server, others);
            readsAndChanges(server, others);
            manyRows(server);
        }
        return figures;
    }

    // The full sync

    private void syncs(DatabaseServer server, Others others) throws Exception {
        List<Policy> policies = Policy.many(10_000, 2, 5);
        DesiredImage image = Policy.image(policies);
        List<byte[]> plain = Requests.inserting(policies, TOGETHER);
        List<byte[]> watch;
        List<byte[]> own;
        empty(server);
        try (Recording recording = new Recording(server.endpoint())) {
            sync(server, recording.endpoint(), image);
            watch = recording.requests("\"terrace\"");
            own = recording.requests("\"transact\"");
        }
        Cost bare = Cost.UNKNOWN;
        Cost limit = Cost.UNKNOWN;
        Cost writer = Cost.UNKNOWN;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ENOUGH_SECONDS);
        int rounds = 0;
        for (; rounds < ROUNDS && System.nanoTime() < end; rounds++) {
            empty(server);
            bare = bare.or(blast(server, List.of(), plain, image));
            empty(server);
            limit = limit.or(blast(server, watch, own, image));
            empty(server);
            writer = writer.or(sync(server, server.endpoint(), image));
            say("full sync, best so far: bare %s; limit %s; writer %s", bare, limit, writer);
        }
        String what = "full sync of 10,000 policies: ";
        figures.told(what + "rows", "%,d".formatted(image.rows().size()))
                .told(what + "limit, best of " + rounds, limit.toString())
                .told(what + "limit, not following, other transactions", bare.toString())
                .told(what + "writer", writer.toString())
                .atLeast(
                        what + "limit's time to the writer's",
                        Math.min(bare.seconds(), limit.seconds()) / writer.seconds(),
                        0.8,
                        "");
        empty(server);
        figures.told(what + "Python IDL, once", seconds(others.insert(Others.Kind.IDL, policies, TOGETHER)));
        empty(server);
        List<Policy> few = policies.subList(0, 1_000);
        figures.told(
                "1,000 policies of these: ovn-nbctl daemon, once",
                seconds(others.insert(Others.Kind.NBCTL, few, TOGETHER)));
    }

    private static Cost blast(DatabaseServer server, List<byte[]> watch, List<byte[]> transactions, DesiredImage image)
            throws Exception {
        try (PlainClient client = new PlainClient(server.endpoint())) {
            client.blast(watch);
            Cost cost = Cost.of(server, () -> client.blast(transactions));
            for (RowKey.Table table : RowKey.Table.values()) {
                long wanted = image.rows().keySet().stream()
                        .filter(key -> key.table() == table)
                        .count();
                check(server.rows(table.ovn()) >= wanted, "rows are missing in " + table.ovn());
            }
            return cost;
        }
    }

    private static Cost sync(DatabaseServer server, Endpoint endpoint, DesiredImage image) throws Exception {
        try (NorthboundWriter writer = Reader.writer(endpoint)) {
            start(writer);
            return Cost.of(server, () -> {
                Outcome outcome = writer.desire(image).toCompletableFuture().get(3, TimeUnit.MINUTES);
                check(
                        outcome instanceof Outcome.Committed(var written)
                                && written.inserted() >= image.rows().size(),
                        outcome.toString());
            });
        }
    }

    // The first read, and single changes

    private void readsAndChanges(DatabaseServer server, Others others) throws Exception {
        List<Policy> policies = Policy.many(2_000, 10, 50);
        AddressSetRow set = policies.get(1_000).set();
        DesiredImage image = Policy.image(policies);
        empty(server);
        blast(server, List.of(), Requests.inserting(policies, TOGETHER), image);
        double readLimit = Double.MAX_VALUE;
        double read = Double.MAX_VALUE;
        long bytes = 0;
        List<Long> bare = new ArrayList<>();
        List<Long> limit = new ArrayList<>();
        List<Long> own = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<byte[]> watch;
            List<byte[]> changes;
            try (Recording recording = new Recording(server.endpoint());
                    NorthboundWriter writer = Reader.writer(recording.endpoint())) {
                start(writer);
                change(writer, image, set, 2);
                watch = recording.requests("\"terrace\"");
                changes = recording.requests(ADDRESS.toString());
            }
            try (PlainClient client = new PlainClient(server.endpoint())) {
                bare.addAll(change(
                        client,
                        List.of(
                                Requests.mutating(Requests.uuid(set.name()), ADDRESS, true),
                                Requests.mutating(Requests.uuid(set.name()), ADDRESS, false))));
                long start = System.nanoTime();
                bytes = client.call(watch.getFirst());
                readLimit = Math.min(readLimit, secondsSince(start));
                int before = server.records();
                limit.addAll(change(client, changes));
                check(server.records() == before + CHANGES, "changes that changed nothing");
            }
            try (NorthboundWriter writer = Reader.writer(server.endpoint())) {
                long start = System.nanoTime();
                start(writer);
                read = Math.min(read, secondsSince(start));
                own.addAll(change(writer, image, set, CHANGES));
            }
            say("first read, best so far: limit %.3f s, writer %.3f s", readLimit, read);
        }
        String reading = "first read of 20,000 ACLs, 2,000 sets of 50: ";
        figures.told(reading + "JSON", megabytes(bytes))
                .told(reading + "limit, best of " + ROUNDS, seconds(readLimit))
                .told(reading + "writer", seconds(read))
                .atMost(reading + "writer's time to the limit's", read / readLimit, 1.5, "");
        for (Others.Kind kind : Others.Kind.values()) {
            figures.told(reading + kind.title() + ", once", seconds(others.read(kind, set.name())));
        }
        heap(server, bytes);
        String changing = "one address in or out: ";
        Latencies limits = Latencies.ofNanos(limit);
        Latencies owns = Latencies.ofNanos(own);
        figures.told(changing + "limit", limits.toString())
                .told(
                        changing + "limit, without guards, not following",
                        Latencies.ofNanos(bare).toString())
                .told(changing + "writer", owns.toString())
                .atMost(changing + "writer's median to the limit's", owns.median() / limits.median(), 1.3, "");
        for (Others.Kind kind : Others.Kind.values()) {
            figures.told(
                    changing + kind.title(),
                    others.mutate(kind, set.name(), CHANGES_OF_OTHERS).toString());
        }
    }

    private static List<Long> change(PlainClient client, List<byte[]> inAndOut) throws Exception {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            long start = System.nanoTime();
            client.call(inAndOut.get(i % 2));
            took.add(System.nanoTime() - start);
        }
        return took;
    }

    /** One address in and out, so often; how long each took until its outcome was known. */
    private static List<Long> change(NorthboundWriter writer, DesiredImage image, AddressSetRow set, int count)
            throws Exception {
        writer.desire(image).toCompletableFuture().get(1, TimeUnit.MINUTES);
        check(writer.state().rowsWritten() == 0, "the writer would have other rows");
        DesiredDelta in = delta(new RowDelta.Addresses(set.name(), Set.of(ADDRESS), Set.of()));
        DesiredDelta out = delta(new RowDelta.Addresses(set.name(), Set.of(), Set.of(ADDRESS)));
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            took.add(writer.desire(i % 2 == 0 ? in : out)
                    .thenApply(_ -> System.nanoTime() - start)
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES));
        }
        check(writer.state().rowsWritten() == count, "a change was not written");
        return took;
    }

    private static DesiredDelta delta(RowDelta delta) {
        return new DesiredDelta(new TreeMap<>(Map.of(delta.key(), delta)));
    }

    // The heap

    private void heap(DatabaseServer server, long bytes) throws Exception {
        String what = "heap of that read: ";
        ReaderProcess reader =
                Objects.requireNonNull(ReaderProcess.run(server.endpoint(), 2_000), "not even in 2,000 MiB");
        double json = bytes / (double) (1 << 20);
        long smallest = ReaderProcess.smallestHeap(server.endpoint(), 8, Math.round(20 * json));
        figures.told(what + "kept", megabytes(reader.kept()))
                .atMost(what + "kept, to the JSON's bytes", reader.kept() / (double) bytes, 2, "")
                .told(what + "smallest -Xmx", smallest + " MiB")
                .atMost(what + "smallest -Xmx, to the JSON's bytes", smallest / json, 5, "");
    }

    private void manyRows(DatabaseServer server) throws Exception {
        List<Policy> policies = Policy.many(25_000, 2, 5);
        empty(server);
        blast(server, List.of(), Requests.inserting(policies, TOGETHER), Policy.image(policies));
        ReaderProcess reader = ReaderProcess.run(server.endpoint(), 160);
        figures.judged(
                "100,000 rows with -Xmx160m",
                reader == null ? "not read" : "read in " + seconds(reader.milliseconds() / 1e3),
                "to be read",
                reader != null && reader.rows() == 100_000);
    }

    // A writer

    private static void start(NorthboundWriter writer) throws Exception {
        writer.start().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    // The database

    private static void empty(DatabaseServer server) throws Exception {
        server.restartEmpty();
        try (PlainClient client = new PlainClient(server.endpoint())) {
            client.call(Requests.insertingPorts());
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    private static void say(String line, Object... values) {
        System.out.printf(Locale.ROOT, line + "%n", values);
    }
}
