package dev.terrace.e2e.bench.scale;

import dev.terrace.ovn.rpc.Endpoint;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * As little of a client of a Northbound database as there can be: it sends text that was prepared and reads up to the
 * closing brace of the reply.
 */
final class PlainClient implements AutoCloseable {

    private static final byte[] ALIVE =
            "{\"id\":\"echo\",\"result\":[],\"error\":null}".getBytes(StandardCharsets.UTF_8);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    PlainClient(Endpoint.Tcp endpoint) throws IOException {
        socket = new Socket(endpoint.host(), endpoint.port());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /** A transaction ready to be sent. */
    static byte[] transaction(String operations) {
        return ("{\"id\":1,\"method\":\"transact\",\"params\":[\"OVN_Northbound\"," + operations + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends a transaction and waits for its result.
     *
     * @throws IOException when it fails, or the connection does
     */
    void commit(byte[] transaction) throws IOException {
        out.write(transaction);
        String reply = message();
        if (reply.contains("\"error\":\"")) {
            throw new IOException(reply);
        }
    }

    /** Sends a message without waiting. */
    void send(byte[] message) throws IOException {
        out.write(message);
    }

    /** The next message of the server, but for its questions whether we live, which are answered. */
    String message() throws IOException {
        while (true) {
            String message = read();
            if (!message.contains("\"method\":\"echo\"")) {
                return message;
            }
            send(ALIVE);
        }
    }

    /** Nothing that is asked here has a brace inside a string. */
    private String read() throws IOException {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        do {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed by the server");
            }
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            text.append((char) next);
        } while (depth > 0);
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
