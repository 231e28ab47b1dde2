package dev.terrace.e2e.bench.nb;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.e2e.bench.Samples;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.WriterState;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A {@link NorthboundWriter} as the gateway has one, but that it does not probe: a server that composes a large reply
 * on a busy machine may be silent for longer than a probe waits.
 */
final class MeasuredWriter implements AutoCloseable {

    private static final int PATIENCE_MINUTES = 5;

    private final NorthboundWriter writer;

    MeasuredWriter(Endpoint endpoint) {
        Limits usual = Limits.DEFAULT;
        Limits limits = new Limits(
                usual.messageBytes(), usual.depth(), usual.backlog(), usual.connect(), usual.call(), Duration.ZERO);
        writer = new NorthboundWriter(
                WriterSettings.of(List.of(endpoint), Policy.OWNER).withLimits(limits), WriterListener.NONE);
    }

    /** Connects and reads. */
    void start() throws Exception {
        await(writer.start());
    }

    /** Brings the database to an image. */
    void sync(DesiredImage image) throws Exception {
        committed(await(writer.desire(image)));
    }

    /**
     * Puts an address into a set and takes it out, one change after the other.
     *
     * @param count of the changes
     * @return how long each took until its outcome was known
     */
    Samples change(String set, IpPrefix address, int count) throws Exception {
        Samples samples = new Samples();
        long before = writer.state().rowsWritten();
        DesiredDelta in = delta(new RowDelta.Addresses(set, Set.of(address), Set.of()));
        DesiredDelta out = delta(new RowDelta.Addresses(set, Set.of(), Set.of(address)));
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            samples.add(await(writer.desire(i % 2 == 0 ? in : out).thenApply(_ -> System.nanoTime() - start)));
        }
        long written = writer.state().rowsWritten() - before;
        if (written != count) {
            throw new IllegalStateException(written + " rows written by " + count + " changes");
        }
        return samples;
    }

    WriterState state() {
        return writer.state();
    }

    private static DesiredDelta delta(RowDelta delta) {
        return new DesiredDelta(new TreeMap<>(Map.of(delta.key(), delta)));
    }

    private static void committed(Outcome outcome) {
        if (!(outcome instanceof Outcome.Committed)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        writer.close();
    }
}
