package dev.terrace.e2e.bench.nb;

import dev.terrace.e2e.bench.Samples;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * As little of a client as there can be: it sends bytes that were made before and looks for the ends of the messages
 * that come back. What time it takes is the server's and the wire's.
 */
final class PlainClient implements AutoCloseable {

    /** The answer to the server's probe. */
    private static final byte[] ECHO =
            "{\"id\":\"echo\",\"result\":[],\"error\":null}".getBytes(StandardCharsets.US_ASCII);

    private static final int ID_AT = "{\"id\":".length();

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final MessageEnd end = new MessageEnd();
    private final byte[] buffer = new byte[1 << 18];
    private int position;
    private int limit;

    PlainClient(Endpoint.Tcp endpoint) throws IOException {
        socket = new Socket(endpoint.host(), endpoint.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a request and waits for the reply; its length in bytes. */
    long call(byte[] request) throws IOException {
        send(request);
        return reply();
    }

    /** Sends requests in turn, each after the reply to the one before; how long each took. */
    Samples repeat(List<byte[]> requests, int count) throws IOException {
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            call(requests.get(i % requests.size()));
            samples.add(System.nanoTime() - start);
        }
        return samples;
    }

    /**
     * As {@link #repeat}, but that a thread of its own sends and waits, and the caller is told by a future: what any
     * client takes whose callers do not wait for the network.
     */
    Samples repeatElsewhere(List<byte[]> requests, int count) throws Exception {
        Samples samples = new Samples();
        try (ExecutorService sender = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < count; i++) {
                byte[] request = requests.get(i % requests.size());
                long start = System.nanoTime();
                sender.submit(() -> call(request)).get();
                samples.add(System.nanoTime() - start);
            }
        }
        return samples;
    }

    /** Sends requests as fast as the server takes them; returns when all are answered. */
    void blast(List<byte[]> requests) throws Exception {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            for (byte[] request : requests) {
                send(request);
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(sending);
        for (int replies = 0; replies < requests.size(); replies++) {
            reply();
        }
        sending.get();
    }

    private void send(byte[] message) throws IOException {
        synchronized (out) {
            out.write(message);
        }
    }

    /**
     * Reads up to the end of the next reply. The id comes first: a reply has a number, a notification null, and the
     * server's probe a word.
     */
    private long reply() throws IOException {
        while (true) {
            long length = 0;
            byte id = 0;
            byte next;
            do {
                if (position == limit) {
                    fill();
                }
                next = buffer[position++];
                if (length == ID_AT) {
                    id = next;
                }
                length++;
            } while (!end.isAt(next));
            if (id >= '0' && id <= '9') {
                return length;
            } else if (id == '"') {
                send(ECHO);
            }
        }
    }

    private void fill() throws IOException {
        position = 0;
        limit = in.read(buffer);
        if (limit < 0) {
            throw new EOFException("closed by the server");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
