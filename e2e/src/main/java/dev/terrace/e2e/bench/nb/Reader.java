package dev.terrace.e2e.bench.nb;

import dev.terrace.e2e.bench.LiveHeap;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.List;

/**
 * Has a writer read the database, in a process of its own, so that nothing else is in the heap. Prints how many rows it
 * has, the seconds that it took, and the millions of bytes that it keeps.
 */
final class Reader {

    private Reader() {}

    public static void main(String[] arguments) throws Exception {
        double before = LiveHeap.megabytes();
        MeasuredWriter writer = new MeasuredWriter(Endpoint.parse(arguments[0]));
        long start = System.nanoTime();
        writer.start();
        double seconds = (System.nanoTime() - start) / 1e9;
        double kept = LiveHeap.megabytes() - before;
        System.out.println(List.of(writer.state().ownRows(), seconds, kept));
        System.exit(0);
    }
}
