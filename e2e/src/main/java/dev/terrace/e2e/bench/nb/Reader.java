package dev.terrace.e2e.bench.nb;

import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a writer, which reads the database, in a process of its own, so that its heap is all that is in the heap.
 * Prints how many rows it has, the milliseconds that it took, and the bytes that it keeps.
 */
final class Reader {

    private Reader() {}

    public static void main(String[] arguments) throws Exception {
        long before = used();
        long start = System.nanoTime();
        NorthboundWriter writer = writer(Endpoint.parse(arguments[0]));
        writer.start().toCompletableFuture().get(1, TimeUnit.MINUTES);
        long took = System.nanoTime() - start;
        System.out.println(List.of(writer.state().ownRows(), TimeUnit.NANOSECONDS.toMillis(took), used() - before));
        System.exit(0);
    }

    /**
     * A writer that has not started. It does not probe: a server that composes a large reply on a busy machine is
     * silent for longer than a probe waits.
     */
    static NorthboundWriter writer(Endpoint endpoint) {
        Limits usual = Limits.DEFAULT;
        Limits patient = new Limits(
                usual.messageBytes(), usual.depth(), usual.backlog(), usual.connect(), usual.call(), Duration.ZERO);
        return new NorthboundWriter(
                WriterSettings.of(List.of(endpoint), Policy.OWNER).withLimits(patient), WriterListener.NONE);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
