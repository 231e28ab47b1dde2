package dev.terrace.e2e.bench.nb;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.e2e.bench.Figures;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** 10,000 policies into an empty database. */
final class FullSync {

    private static final int ROUNDS = 5;

    /** A machine that is too busy for all rounds is measured by fewer. */
    private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** What {@code ovn-nbctl} gets: the whole would take it a minute. */
    private static final int FEW = 1_000;

    private final DatabaseServer server;
    private final @Nullable Others others;
    private final Figures figures;
    private final List<Policy> policies = Policy.many(10_000, 2, 5);
    private final DesiredImage image = Policy.image(policies);

    FullSync(DatabaseServer server, @Nullable Others others, Figures figures) {
        this.server = server;
        this.others = others;
        this.figures = figures;
    }

    void measure() throws Exception {
        List<byte[]> watch;
        List<byte[]> own;
        server.restartEmpty();
        try (Recording recording = new Recording(server.endpoint());
                MeasuredWriter writer = new MeasuredWriter(recording.endpoint())) {
            writer.start();
            writer.sync(image);
            watch = recording.requests("\"monitor_cond");
            own = recording.requests("\"transact\"");
        }
        List<byte[]> plain = Requests.inserting(policies);
        Cost limit = Cost.UNKNOWN;
        Cost bare = Cost.UNKNOWN;
        Cost ours = Cost.UNKNOWN;
        long end = System.nanoTime() + ENOUGH_NANOS;
        int rounds = 0;
        while (rounds < ROUNDS && System.nanoTime() < end) {
            limit = limit.or(blast(watch, own));
            bare = bare.or(blast(watch, plain));
            ours = ours.or(sync());
            rounds++;
            System.out.printf("full sync, round %d, best so far: %s | %s | %s%n", rounds, limit, bare, ours);
        }
        String what = "full sync of 10,000 policies: ";
        figures.told(what + "rows", "%,d".formatted(image.rows().size()))
                .told(what + "limit, best of " + rounds, limit.toString())
                .told(what + "limit by other transactions", bare.toString())
                .told(what + "writer", ours.toString())
                .atLeast(
                        what + "the best limit's time to the writer's",
                        limit.or(bare).seconds() / ours.seconds(),
                        0.8,
                        "");
        if (others != null) {
            tell(others, what);
        }
    }

    private void tell(Others clients, String what) throws Exception {
        server.restartEmpty();
        double idl = clients.insert(Others.Kind.IDL, policies);
        server.restartEmpty();
        double nbctl = clients.insert(Others.Kind.NBCTL, policies.subList(0, FEW));
        figures.told(what + "Python IDL, once", "%.2f s".formatted(idl))
                .told("full sync of 1,000 policies: ovn-nbctl daemon, once", "%.2f s".formatted(nbctl));
    }

    private Cost blast(List<byte[]> watch, List<byte[]> transactions) throws Exception {
        server.restartEmpty();
        try (PlainClient client = new PlainClient(server.endpoint())) {
            client.blast(watch);
            Cost cost = Cost.of(server, () -> client.blast(transactions));
            server.check(policies);
            return cost;
        }
    }

    private Cost sync() throws Exception {
        server.restartEmpty();
        try (MeasuredWriter writer = new MeasuredWriter(server.endpoint())) {
            writer.start();
            Cost cost = Cost.of(server, () -> writer.sync(image));
            server.check(policies);
            return cost;
        }
    }
}
