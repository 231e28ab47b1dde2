package dev.terrace.e2e.node;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import dev.terrace.core.model.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running node of OVN ({@code e2e/ovn}; {@code bin/prepare} builds the image). Closing it takes everything away.
 *
 * <p>It needs capabilities, a tunnel device and no profile of seccomp or AppArmor, but it is never privileged.
 */
public final class OvnNode implements AutoCloseable {

    /** What marks the containers of tests and demonstrations, for those who clean up. */
    public static final String LABEL = "dev.terrace.test";

    /** The image of {@code e2e/ovn}, with the OVN of the Debian suite that {@code TERRACE_OVN} names. */
    public static final DockerImageName IMAGE =
            DockerImageName.parse("terrace-ovn:" + System.getenv().getOrDefault("TERRACE_OVN", "trixie"));

    /** How long an answer is waited for. */
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The file of the Northbound database, in which every transaction stands. */
    public static final String NORTHBOUND_FILE = "/var/lib/ovn/ovnnb_db.db";

    private static final int NORTHBOUND = 6641;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final GenericContainer<?> container;
    private final AtomicInteger files = new AtomicInteger();

    private OvnNode(String name, GenericContainer<?> container) {
        this.name = name;
        this.container = container;
    }

    /** Starts a node and waits until it is ready. */
    public static OvnNode start() {
        return start("node1");
    }

    /**
     * Starts a node and waits until it is ready.
     *
     * @param name of its chassis and in {@code NB_Global}
     */
    public static OvnNode start(String name) {
        return start(name, _ -> {});
    }

    /**
     * Starts a node with a second interface, by which its switch sends tunnels, and waits until it is ready.
     *
     * @param name of its chassis and in {@code NB_Global}
     * @param tunnels the network of that interface; it gives nobody a way out
     */
    public static OvnNode start(String name, Network tunnels) {
        // Before it starts: a container that is given a network later has its ports published anew, as others.
        OvnNode node = start(
                name,
                container -> DockerClientFactory.instance()
                        .client()
                        .connectToNetworkCmd()
                        .withNetworkId(tunnels.getId())
                        .withContainerId(container)
                        .exec());
        node.tunnel();
        return node;
    }

    @SuppressWarnings("resource") // closed by close()
    private static OvnNode start(String name, Consumer<String> created) {
        GenericContainer<?> container = new Container(created)
                .withImagePullPolicy(image -> false)
                .withEnv("NODE", name)
                .withLabel(LABEL, "true")
                .withExposedPorts(NORTHBOUND)
                .withCreateContainerCmdModifier(
                        command -> loosen(Objects.requireNonNull(command.getHostConfig(), "no host configuration")))
                .waitingFor(Wait.forLogMessage(".* is ready\\n", 1).withStartupTimeout(Duration.ofSeconds(90)));
        container.start();
        return new OvnNode(name, container);
    }

    private static final class Container extends GenericContainer<Container> {

        private final Consumer<String> created;

        private Container(Consumer<String> created) {
            super(IMAGE);
            this.created = created;
        }

        @Override
        protected void containerIsCreated(String id) {
            created.accept(id);
        }
    }

    private static void loosen(HostConfig host) {
        host.withCapAdd(
                        Capability.NET_ADMIN,
                        Capability.SYS_ADMIN,
                        Capability.NET_RAW,
                        Capability.SYS_NICE,
                        Capability.IPC_LOCK)
                .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
                .withDevices(new Device("rwm", "/dev/net/tun", "/dev/net/tun"));
    }

    /** What a user-space switch tunnels has to leave by a bridge of its own. */
    private void tunnel() {
        script("""
                set -e
                address=$(ip -4 -o addr show dev eth1 | awk '{print $4}')
                ovs-vsctl add-br br-tunnel -- set bridge br-tunnel datapath_type=netdev -- add-port br-tunnel eth1
                ip addr flush dev eth1
                ip addr add "$address" dev br-tunnel
                ip link set br-tunnel up
                ovs-vsctl set Open_vSwitch . external_ids:ovn-encap-ip="${address%/*}" external_ids:ovn-is-interconn=true
                """);
    }

    /** The address of its end of tunnels. */
    public String tunnelEnd() {
        return run("ovs-vsctl", "get", "Open_vSwitch", ".", "external_ids:ovn-encap-ip")
                .strip()
                .replace("\"", "");
    }

    /** The name for {@code docker exec}. */
    public String containerName() {
        return container.getContainerName().replaceFirst("^/", "");
    }

    /** Where the Northbound database listens, as {@code tcp:HOST:PORT}. */
    public String northbound() {
        return "tcp:" + container.getHost() + ":" + container.getMappedPort(NORTHBOUND);
    }

    /** The name of its chassis. */
    public String name() {
        return name;
    }

    /** A client of the Northbound database. */
    public NorthboundClient client() {
        return new NorthboundClient(container.getHost(), container.getMappedPort(NORTHBOUND));
    }

    /** The versions of OVN and of its schema, for people. */
    public String version() {
        return run("ovn-nbctl", "--version").lines().findFirst().orElse("unknown");
    }

    /** Makes hosts, or brings those of the same name to what is asked for; returns when their ports are up. */
    public void create(Collection<Host> hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        runWith(hosts.stream().map(OvnNode::item).toList(), "pods");
    }

    private static Map<String, Object> item(Host host) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("namespace", host.namespace());
        item.put("name", host.name());
        item.put("switch", host.onSwitch());
        if (host.ip4() != null) {
            item.put("ip4", host.ip4());
        }
        if (host.ip6() != null) {
            item.put("ip6", host.ip6());
        }
        if (host.mac() != null) {
            item.put("mac", host.mac());
        }
        return item;
    }

    /** Makes the network namespace and the interface of a host, and no port; {@link #create} makes it complete. */
    public void plugIn(Host host) {
        runWith(List.of(item(host)), "pods", "plug");
    }

    /** Takes hosts away, by the names of their network namespaces. */
    public void delete(Collection<String> netns) {
        if (!netns.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("pods", "delete"));
            command.addAll(netns);
            run(command.toArray(String[]::new));
        }
    }

    /** Listens; what listens already stays. */
    public void serve(Collection<Listener> listeners) {
        List<Map<String, Object>> items = listeners.stream()
                .filter(listener -> listener.protocol() != Protocol.ICMP)
                .distinct()
                .map(listener -> Map.<String, Object>of(
                        "in", listener.netns(), "protocol", listener.protocol().word(), "port", listener.port()))
                .toList();
        if (!items.isEmpty()) {
            runWith(items, "serve");
        }
    }

    /** Tries all connections at once; what was seen of each, in their order. */
    public List<Seen> probe(List<Probe> probes) {
        return probe(probes, PATIENCE);
    }

    /** Tries all connections at once and gives each that long to answer, where {@link #PATIENCE} is too long. */
    public List<Seen> probe(List<Probe> probes, Duration timeout) {
        if (probes.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> items = new ArrayList<>();
        for (Probe probe : probes) {
            items.add(item(items.size(), probe));
        }
        @Nullable Seen[] seen = new Seen[probes.size()];
        String answers = runWith(items, "probe", "--timeout", String.valueOf(timeout.toMillis() / 1000.0));
        for (JsonNode answer : lines(answers)) {
            seen[answer.get("id").intValue()] = new Seen(
                    Seen.Outcome.valueOf(answer.get("seen").stringValue()),
                    answer.get("detail").stringValue());
        }
        return Arrays.stream(seen)
                .map(one -> one != null ? one : new Seen(Seen.Outcome.ERROR, "no answer from the prober"))
                .toList();
    }

    private static Map<String, Object> item(int id, Probe probe) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("from", probe.netns());
        item.put("to", probe.to().toString());
        item.put("protocol", probe.protocol().word());
        if (probe.protocol() != Protocol.ICMP) {
            item.put("port", probe.port());
        }
        return item;
    }

    /**
     * Opens a TCP or UDP connection and sends messages over it while the caller does something else, until
     * {@link Holding#end}; returns when the connection is established, or failed to be.
     *
     * @param interval from one message to the next
     * @param afterwards how many messages are still to be sent when it is ended
     */
    public Holding hold(Probe probe, Duration interval, int afterwards) {
        String out = "/tmp/held" + files.incrementAndGet();
        Map<String, Object> item = item(0, probe);
        item.put("interval_ms", interval.toMillis());
        item.put("until", out + ".end");
        item.put("afterwards", afterwards);
        String file = put(List.of(item));
        run("sh", "-c", "probe --hold <" + file + " >" + out + " 2>&1 &");
        Holding holding = new Holding(out);
        holding.await("established");
        return holding;
    }

    /** A connection that is being held. */
    public final class Holding {

        private final String out;

        private Holding(String out) {
            this.out = out;
        }

        /** Begins to end it: what is sent from now on is {@link Held#afterwards}. */
        public void end() {
            run("touch", out + ".end");
        }

        /** Waits until all messages were sent, and tells what became of them. */
        public Held result() {
            JsonNode end = await("pattern");
            String pattern = end.get("pattern").stringValue();
            int before = end.get("before").asInt(pattern.length());
            return new Held(
                    await("established").get("established").booleanValue(),
                    pattern.substring(0, before),
                    pattern.substring(before),
                    end.path("detail").asString(""));
        }

        private JsonNode await(String key) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (System.nanoTime() < deadline) {
                for (JsonNode line : lines(run("cat", out))) {
                    if (line.has(key)) {
                        return line;
                    }
                }
                pause(Duration.ofMillis(50));
            }
            throw new IllegalStateException("the held connection says nothing of \"" + key + "\": " + run("cat", out));
        }
    }

    /** Runs {@code ovn-nbctl}; what it prints. */
    public String nbctl(String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "ovn-nbctl";
        command[1] = "--no-wait";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return run(command);
    }

    /**
     * Waits until what the Northbound database holds is in the switch, and nothing goes by what the switch cached
     * before.
     */
    public void sync() {
        run("ovn-nbctl", "--timeout=60", "--wait=hv", "sync");
        run("ovs-appctl", "revalidator/wait");
    }

    /** Takes the Northbound database away from its clients for a moment, and gives it back as it was. */
    public void restartNorthbound() {
        northboundAway("true");
    }

    /** Puts an empty Northbound database in place of the one there. */
    public void emptyNorthbound() {
        northboundAway("rm -f " + NORTHBOUND_FILE + "; ovsdb-tool create " + NORTHBOUND_FILE
                + " /usr/share/ovn/ovn-nb.ovsschema");
        nbctl("init");
        nbctl("set", "NB_Global", ".", "name=" + name, "options:name=" + name);
    }

    private void northboundAway(String meanwhile) {
        String server = "ovs-appctl -t /var/run/ovn/ovnnb_db.ctl ovsdb-server/";
        script("set -e\n" + server + "remove-db OVN_Northbound\nsleep 0.5\n" + meanwhile + "\n" + server + "add-db "
                + NORTHBOUND_FILE + "\n");
    }

    /** Asks {@code ovn-trace} about the first packet of each connection; its answers, in their order. */
    public List<Traced> trace(List<Trace> traces) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Trace trace : traces) {
            Map<String, Object> item = item(items.size(), trace.probe());
            item.put("source", trace.source().toString());
            item.put("destination", trace.probe().to().toString());
            item.put("to", trace.toNetns());
            items.add(item);
        }
        return lines(runWith(items, "trace")).stream()
                .map(answer -> new Traced(
                        answer.get("delivered").booleanValue(),
                        answer.get("detail").stringValue()))
                .toList();
    }

    /** Runs a command in the container; what it prints. */
    public String run(String... command) {
        try {
            ExecResult done = container.execInContainer(StandardCharsets.UTF_8, command);
            if (done.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": exit code " + done.getExitCode() + ": "
                        + done.getStderr().strip() + done.getStdout().strip());
            }
            return done.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Runs a shell script in the container; what it prints. */
    public String script(String text) {
        String file = "/tmp/script" + files.incrementAndGet();
        container.copyFileToContainer(Transferable.of(text), file);
        return run("bash", file);
    }

    /** What the node's processes said so far. */
    public String log() {
        return container.getLogs(OutputFrame.OutputType.STDOUT, OutputFrame.OutputType.STDERR);
    }

    private String runWith(Object input, String... command) {
        return run("sh", "-c", String.join(" ", command) + " <" + put(input));
    }

    private String put(Object input) {
        String file = "/tmp/input" + files.incrementAndGet();
        container.copyFileToContainer(Transferable.of(JSON.writeValueAsBytes(input)), file);
        return file;
    }

    private static List<JsonNode> lines(String text) {
        return text.lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
