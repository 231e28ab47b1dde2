package dev.terrace.e2e.bench.nb;

import dev.terrace.ovn.rpc.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stands between one client and the server, and keeps what the client says, to be said again by a plain one. */
final class Recording implements AutoCloseable {

    private final ServerSocket listening;
    private final Socket server;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Recording(Endpoint.Tcp endpoint) throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server = new Socket(endpoint.host(), endpoint.port());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** Where the client has to connect to. */
    Endpoint.Tcp endpoint() {
        return new Endpoint.Tcp(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
    }

    /** The requests so far in which a text stands, in their order. */
    List<byte[]> requests(String text) {
        byte[] all = said.toByteArray();
        List<byte[]> requests = new ArrayList<>();
        MessageEnd end = new MessageEnd();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (end.isAt(all[i])) {
                byte[] message = Arrays.copyOfRange(all, from, i + 1);
                if (new String(message, StandardCharsets.UTF_8).contains(text)) {
                    requests.add(message);
                }
                from = i + 1;
            }
        }
        return requests;
    }

    private void serve() {
        try (Socket client = listening.accept()) {
            Thread.ofPlatform().daemon().start(() -> pump(server, client, OutputStream.nullOutputStream()));
            pump(client, server, said);
        } catch (IOException _) {
            // It is over when either side says so.
        }
    }

    private static void pump(Socket from, Socket to, OutputStream copy) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                copy.write(buffer, 0, length);
                to.getOutputStream().write(buffer, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // It is over when either side says so.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        server.close();
    }
}
