package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.ovn.rpc.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A writer that has started, for tests that wait for what it does. */
final class RunningWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final NorthboundWriter writer;

    RunningWriter(Endpoint endpoint) throws Exception {
        this(endpoint, Rows.OWNER);
    }

    RunningWriter(Endpoint endpoint, String owner) throws Exception {
        this(WriterSettings.of(List.of(endpoint), owner).withMassDelete(true));
    }

    RunningWriter(WriterSettings settings) throws Exception {
        writer = new NorthboundWriter(settings, WriterListener.NONE);
        try {
            writer.start().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            writer.close();
            throw e;
        }
    }

    CompletableFuture<Outcome> wish(DesiredImage image) {
        return writer.desire(image).toCompletableFuture();
    }

    CompletableFuture<Outcome> wish(DesiredDelta delta) {
        return writer.desire(delta).toCompletableFuture();
    }

    Outcome change(DesiredDelta delta) throws Exception {
        return wish(delta).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    Outcome desire(DesiredImage image) throws Exception {
        return wish(image).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
        writer.addressless(more, fewer);
    }

    WriterState state() {
        return writer.state();
    }

    boolean stopsEstablished() {
        return writer.stopsEstablished();
    }

    boolean inSync() {
        return state().phase() == WriterState.Phase.IN_SYNC;
    }

    /** Waits until a condition holds. Those that ask the server take some tenths of a second each by themselves. */
    static Duration await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE);
            }
            Thread.sleep(2);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends it before its time. */
    void end() {
        writer.close();
    }

    @Override
    public void close() {
        end();
    }
}
