package dev.terrace.e2e.standin;

import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** New UDP connections, of which one begins every 50 ms for each of some packets, while something else is done. */
final class ConnectionStream {

    private static final String OUT = "/tmp/stream.out";
    private static final String END = "/tmp/stream.end";

    private final OvnNode node;

    private ConnectionStream(OvnNode node) {
        this.node = node;
    }

    /** Begins with packets that are UDP and have servers; one stream of a node at a time. */
    static ConnectionStream of(OvnNode node, List<Packet> packets) {
        List<Map<String, Object>> items = packets.stream()
                .map(packet -> Map.<String, Object>of(
                        "in", packet.fromNetns(),
                        "to", packet.destination().toString(),
                        "port", packet.line().port()))
                .toList();
        node.script("""
                rm -f %1$s %2$s
                cat >/tmp/stream.py <<'END'
                %3$s
                END
                cat >/tmp/stream.json <<'END'
                %4$s
                END
                (python3 /tmp/stream.py %2$s </tmp/stream.json >%1$s.all 2>&1; mv %1$s.all %1$s) &
                """.formatted(OUT, END, program(), JsonMapper.shared().writeValueAsString(items)));
        return new ConnectionStream(node);
    }

    private static String program() {
        try (InputStream program =
                Objects.requireNonNull(ConnectionStream.class.getResourceAsStream("/standin/stream.py"), "stream.py")) {
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends them; of each connection of each packet, in their order, {@code !} it was answered, {@code .} it was not.
     */
    List<String> end() {
        node.run("touch", END);
        node.run("sh", "-c", "while [ ! -e " + OUT + " ]; do sleep 0.1; done");
        return node.run("cat", OUT).lines().toList();
    }
}
