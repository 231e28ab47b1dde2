package dev.terrace.e2e.bench.logging;

import dev.terrace.core.row.LogMeter;
import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.OvnNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Packets and connections through an ACL on a real node of OVN, three times in turn: not logged, logged with a meter,
 * logged without one. Of each the best run counts, and only ratios mean something on another machine.
 */
public final class LoggingBenchmark implements Benchmark {

    private static final int RUNS = 3;
    private static final int SECONDS = 3;
    private static final String DENIED_PER_SECOND = "2000";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String ACLS = """
            set -e
            ovn-nbctl meter-del cost 2>/dev/null || true
            ovn-nbctl --fair meter-add cost drop %d pktps
            ovn-nbctl pg-add cost shop_server
            ovn-nbctl acl-add cost to-lport 1001 'outport == @cost && ip4.src == 10.244.1.2' allow-related
            ovn-nbctl acl-add cost to-lport 1000 'outport == @cost && ip4' drop
            """.formatted(LogMeter.DEFAULT_RATE);

    private static final String MEASURE = """
            cat >/tmp/measure.py <<'END'
            import json, os, select, socket, struct, subprocess, sys, time
            sys.path.insert(0, "/opt/testbed")
            from netns import inside
            what, seconds, limit = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
            server, port, log = "10.244.1.1", 8080, "/var/log/testbed/ovn-controller.log"

            def processor(name):
                pid = subprocess.check_output(["pgrep", "-o", "-x", name], text=True).strip()
                fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

            def made(netns, kind):
                with inside(netns):
                    return socket.socket(socket.AF_INET, kind)

            def logged():
                with open(log) as lines:
                    return sum("acl_log" in line for line in lines)

            def flood(sender):
                sender.connect((server, port))
                begin, sent = time.time(), 0
                while time.time() - begin < seconds:
                    if limit and sent > limit * (time.time() - begin):
                        time.sleep(0.001)
                        continue
                    try:
                        sender.send(b"x" * 64)
                    except OSError:
                        pass
                    sent += 1

            def packets(netns):
                receiver, sender = made("shop_server", socket.SOCK_DGRAM), made(netns, socket.SOCK_DGRAM)
                receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
                receiver.bind((server, port))
                child = os.fork()
                if child == 0:
                    flood(sender)
                    os._exit(0)
                done, end = 0, time.time() + seconds
                receiver.settimeout(0.1)
                while time.time() < end:
                    try:
                        receiver.recv(100)
                        done += 1
                    except socket.timeout:
                        pass
                os.waitpid(child, 0)
                return done

            def connections(netns):
                listener = made("shop_server", socket.SOCK_STREAM)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind((server, port))
                listener.listen(1000)
                child = os.fork()
                if child == 0:
                    while True:
                        listener.accept()[0].close()
                done, end = 0, time.time() + seconds
                while time.time() < end:
                    sender = made(netns, socket.SOCK_STREAM)
                    sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    sender.settimeout(1)
                    try:
                        sender.connect((server, port))
                        done += 1
                    except OSError:
                        pass
                    sender.close()
                os.kill(child, 9)
                os.waitpid(child, 0)
                return done

            before = processor("ovn-controller"), processor("ovs-vswitchd"), logged()
            begin = time.time()
            done = {"packets": lambda: packets("shop_client"), "connections": lambda: connections("shop_client"),
                    "denied": lambda: packets("shop_stranger")}[what]()
            took = time.time() - begin
            print(json.dumps({"done": done / took, "controller": (processor("ovn-controller") - before[0]) / took,
                              "switch": (processor("ovs-vswitchd") - before[1]) / took,
                              "logged": (logged() - before[2]) / took}))
            END
            """;

    /** How an ACL logs. */
    private enum Way {
        SILENT("not logged", "log=false -- clear ACL %1$s severity -- clear ACL %1$s meter"),
        METERED("logged, with a meter of " + LogMeter.DEFAULT_RATE + "/s", "log=true severity=info meter=cost"),
        UNMETERED("logged, without a meter", "log=true severity=info -- clear ACL %1$s meter");

        private final String words;
        private final String columns;

        Way(String words, String columns) {
            this.words = words;
            this.columns = columns;
        }
    }

    /**
     * One run, each figure by the second.
     *
     * @param done what arrived
     * @param controller processor time of ovn-controller, in seconds
     * @param vswitch processor time of ovs-vswitchd, in seconds
     * @param logged lines
     */
    private record Run(double done, double controller, double vswitch, double logged) {}

    @Override
    public String name() {
        return "logging";
    }

    @Override
    public String about() {
        return "what it costs that an ACL logs, with real packets";
    }

    @Override
    public List<String> parts() {
        return List.of("packets", "connections", "denied");
    }

    @Override
    public Figures run(Set<String> parts) {
        Figures figures = new Figures();
        try (OvnNode node = OvnNode.start()) {
            figures.told("OVN", node.version());
            node.create(List.of(host("server", 1), host("client", 2), host("stranger", 3)));
            node.script(ACLS);
            node.script(MEASURE);
            for (String part : parts().stream().filter(parts::contains).toList()) {
                measure(node, part, figures);
            }
        }
        return figures;
    }

    private static Host host(String name, int number) {
        return new Host("shop", name, "shop", "10.244.1." + number, null, null);
    }

    private static void measure(OvnNode node, String part, Figures figures) {
        Map<Way, List<Run>> runs = new EnumMap<>(Way.class);
        for (int run = 0; run < RUNS; run++) {
            for (Way way : Way.values()) {
                node.script(
                        "set -e\nfor acl in $(ovn-nbctl --bare --columns=_uuid list ACL); do ovn-nbctl set ACL $acl "
                                + way.columns.formatted("$acl") + "; done");
                node.sync();
                String limit = part.equals("denied") ? DENIED_PER_SECOND : "0";
                String answer = node.run("python3", "/tmp/measure.py", part, String.valueOf(SECONDS), limit);
                JsonNode told = JSON.readTree(answer);
                runs.computeIfAbsent(way, _ -> new ArrayList<>())
                        .add(new Run(
                                told.get("done").doubleValue(),
                                told.get("controller").doubleValue(),
                                told.get("switch").doubleValue(),
                                told.get("logged").doubleValue()));
            }
        }
        String what = switch (part) {
            case "packets" -> "UDP packets of one allowed connection";
            case "connections" -> "new TCP connections, one after the other";
            default -> "denied UDP packets, " + DENIED_PER_SECOND + " sent per second";
        };
        double silent = most(runs.getOrDefault(Way.SILENT, List.of()), Run::done);
        runs.forEach((way, all) -> {
            String arrived = part.equals("denied")
                    ? ""
                    : "%,.0f/s, %.2f of what passes when not logged; "
                            .formatted(most(all, Run::done), most(all, Run::done) / silent);
            figures.told(
                    what + ", " + way.words,
                    String.format(
                            Locale.ROOT,
                            "%s%,.0f lines/s, processors: ovn-controller %.2f, ovs-vswitchd %.2f",
                            arrived,
                            most(all, Run::logged),
                            most(all, Run::controller),
                            most(all, Run::vswitch)));
        });
    }

    private static double most(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).max().orElse(0);
    }
}
