package dev.terrace.ovn;

import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that hands everything on to another one and back, and does to it what networks do: cuts, stalls, is slow. It
 * can also make a method unknown to the server, as to one of an older version.
 */
public final class FaultProxy implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final Endpoint.Tcp server;
    private final ServerSocket listener;
    private final List<Socket> sockets = new ArrayList<>();
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final AtomicLong cutToServer = new AtomicLong(NEVER);
    private final AtomicLong cutToClient = new AtomicLong(NEVER);
    private final AtomicLong sentToServer = new AtomicLong();
    private final AtomicLong sentToClient = new AtomicLong();
    private volatile boolean requestsStalled;
    private volatile boolean repliesStalled;
    private volatile int bytesAtOnce = 1 << 16;

    public FaultProxy(Endpoint server) throws IOException {
        this.server = (Endpoint.Tcp) server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** Where it listens. */
    public Endpoint endpoint() {
        return new Endpoint.Tcp(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
    }

    /** How many connections there are. */
    long connections() {
        synchronized (sockets) {
            return sockets.stream().filter(socket -> !socket.isClosed()).count() / 2;
        }
    }

    /** Makes the server not know a method. */
    void forget(String method) {
        renamed.put("\"" + method + "\"", "\"" + method.substring(1) + "X\"");
    }

    /** Cuts the connection that has sent so many bytes to the server from now on, once. */
    void cutToServerAfter(long bytes) {
        cutToServer.set(bytes);
    }

    /** Cuts the connection that has sent so many bytes to the client from now on, once. */
    void cutToClientAfter(long bytes) {
        cutToClient.set(bytes);
    }

    /** Whether a cut that was asked for has been made. */
    boolean hasCut() {
        return cutToServer.get() == NEVER && cutToClient.get() == NEVER;
    }

    /** How many bytes it has handed on to the server. */
    long sentToServer() {
        return sentToServer.get();
    }

    /** How many bytes it has handed on to the client. */
    long sentToClient() {
        return sentToClient.get();
    }

    /** From now on hands nothing on, without anybody being told; or hands on again what waits. */
    void stall(boolean now) {
        requestsStalled = now;
        repliesStalled = now;
    }

    /** The same for what the client sends only. What it has sent comes later, even if the client is gone by then. */
    void stallRequests(boolean now) {
        requestsStalled = now;
    }

    /** Hands on so many bytes at a time, with a millisecond in between. */
    public void slow(int bytes) {
        bytesAtOnce = bytes;
    }

    /** Cuts all connections and takes no other. */
    void refuse() throws IOException {
        listener.close();
        cut();
    }

    /** Cuts all connections. */
    void cut() {
        synchronized (sockets) {
            sockets.forEach(FaultProxy::close);
            sockets.clear();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket onward = new Socket(server.host(), server.port());
                client.setTcpNoDelay(true);
                onward.setTcpNoDelay(true);
                synchronized (sockets) {
                    sockets.add(client);
                    sockets.add(onward);
                }
                thread(() -> handOn(client, onward, cutToServer, sentToServer, true));
                thread(() -> handOn(onward, client, cutToClient, sentToClient, false));
            } catch (IOException refused) {
                // By the server, which the client then sees as a lost connection; or we are closed.
            }
        }
    }

    private void handOn(Socket from, Socket to, AtomicLong cut, AtomicLong sent, boolean requests) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer, 0, bytesAtOnce); length > 0; length = in.read(buffer, 0, bytesAtOnce)) {
                while (requests ? requestsStalled : repliesStalled) {
                    Thread.sleep(1);
                }
                if (bytesAtOnce < buffer.length) {
                    Thread.sleep(1);
                }
                byte[] bytes = requests ? rename(buffer, length) : buffer;
                long left = cut.get();
                if (left != NEVER && left < length) {
                    cut.set(NEVER);
                    out.write(bytes, 0, (int) left);
                    return;
                }
                if (left != NEVER) {
                    cut.addAndGet(-length);
                }
                out.write(bytes, 0, length);
                sent.addAndGet(length);
            }
        } catch (IOException gone) {
            // One side has closed; the other is closed with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names keep their lengths, and a request of a client that waits for its answer comes in one piece. */
    private byte[] rename(byte[] buffer, int length) {
        if (renamed.isEmpty()) {
            return buffer;
        }
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> name : renamed.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void thread(Runnable task) {
        Thread.ofPlatform().daemon().start(task);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        refuse();
    }
}
