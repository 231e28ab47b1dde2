package dev.terrace.e2e.bench.scale;

import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells when what was committed is in the datapath: counts {@code NB_Global.nb_cfg} up and looks for {@code hv_cfg} to
 * get there ({@code ovn-nb(5)}). One question is open at a time and stands for all commits before it.
 */
final class DatapathClock implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("\"(nb|hv)_cfg\":(\\d+)");

    private static final byte[] MONITOR = """
            {"id":2,"method":"monitor","params":["OVN_Northbound",null,{"NB_Global":{"columns":["hv_cfg"]}}]}\
            """.getBytes(StandardCharsets.UTF_8);

    private static final byte[] COUNT = PlainClient.transaction("""
            {"op":"mutate","table":"NB_Global","where":[],"mutations":[["nb_cfg","+=",1]]},\
            {"op":"select","table":"NB_Global","where":[],"columns":["nb_cfg"]}\
            """);

    private final PlainClient client;
    private final Thread thread =
            Thread.ofPlatform().name("datapath-clock").daemon().unstarted(this::run);
    private List<LongConsumer> waiting = new ArrayList<>();

    // The thread's only.
    private long asked = Long.MAX_VALUE;
    private long reached;

    DatapathClock(Endpoint.Tcp endpoint) throws IOException {
        client = new PlainClient(endpoint);
        client.send(MONITOR);
        client.message();
        thread.start();
    }

    /** What was committed by now is to be told of: with the {@link System#nanoTime} when it is in the datapath. */
    synchronized void committed(LongConsumer ready) {
        waiting.add(ready);
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                List<LongConsumer> asking = take();
                client.send(COUNT);
                asked = Long.MAX_VALUE;
                while (reached < asked) {
                    read(client.message());
                }
                long now = System.nanoTime();
                asking.forEach(ready -> ready.accept(now));
            }
        } catch (IOException | InterruptedException closed) {
            // Only close() does it.
        }
    }

    private synchronized List<LongConsumer> take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        List<LongConsumer> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private void read(String message) {
        Matcher number = NUMBER.matcher(message);
        while (number.find()) {
            long value = Long.parseLong(number.group(2));
            if (number.group(1).equals("nb")) {
                asked = value;
            } else {
                reached = Math.max(reached, value);
            }
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        client.close();
    }
}
