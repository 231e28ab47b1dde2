package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.Capability;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/**
 * Three {@code ovsdb-server} that hold a Northbound database together by RAFT, in one container. Each has a network of
 * its own, with a cable to each other one.
 */
final class NorthboundCluster implements AutoCloseable, NorthboundRows {

    static final int MEMBERS = 3;

    /** The shortest that leaves a busy machine time enough; the default is 1 s. */
    private static final Duration ELECTION_TIMER = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST_PORT = 6641;

    private static final String NETWORK = """
            set -e
            for me in 1 2 3; do
                ip netns add m$me
                ip -n m$me link set lo up
                ip -n m$me addr add 10.9.0.$me/32 dev lo
            done
            for pair in '1 2' '1 3' '2 3'; do
                set -- $pair
                ip -n m$1 link add to$2 type veth peer name to$1 netns m$2
            done
            for me in 1 2 3; do sh /cables $me up; done
            """;

    private static final String CABLES = """
            set -e
            for peer in 1 2 3; do
                [ $peer = $1 ] && continue
                ip -n m$1 link set to$peer $2
                [ $2 = down ] || ip -n m$1 route replace 10.9.0.$peer dev to$peer src 10.9.0.$1
            done
            """;

    private static final String MEMBER = """
            set -e
            member=$1
            mkdir -p /run/openvswitch /nb/$member
            if [ ! -e /nb/$member/db ]; then
                if [ $member = 1 ]; then
                    ovsdb-tool --election-timer=%d create-cluster /nb/1/db /usr/share/ovn/ovn-nb.ovsschema tcp:10.9.0.1:7641
                else
                    ovsdb-tool join-cluster /nb/$member/db OVN_Northbound tcp:10.9.0.$member:7641 tcp:10.9.0.1:7641
                fi
            fi
            # On a busy machine the one before may still hold the file when its process is no longer to be seen.
            for attempt in 1 2 3 4 5 6 7 8 9 10; do
                ip netns exec m$member ovsdb-server --detach --no-chdir --pidfile=/nb/$member/pid \
                    --unixctl=/nb/$member/ctl --log-file=/nb/$member/log --remote=punix:/nb/$member/sock \
                    /nb/$member/db && exit
                sleep 0.2
            done
            exit 1
            """.formatted(ELECTION_TIMER.toMillis());

    private static final String ALL_BELONG = """
            for member in 1 2 3; do
                until ovn-nbctl --no-leader-only --db=unix:/nb/$member/sock --timeout=1 show; do sleep 0.05; done
            done
            """;

    /** Clients come from outside, where the networks of the members cannot be seen. */
    private static final String DOORS = """
            import asyncio

            async def hand_on(reader, writer):
                try:
                    while data := await reader.read(1 << 16):
                        writer.write(data)
                        await writer.drain()
                except OSError:
                    pass
                finally:
                    writer.close()

            def door(member):
                async def accept(reader, writer):
                    try:
                        onward = await asyncio.open_unix_connection(f"/nb/{member}/sock")
                    except OSError:
                        writer.close()
                        return
                    await asyncio.gather(hand_on(reader, onward[1]), hand_on(onward[0], writer))
                return accept

            async def main():
                for member in 1, 2, 3:
                    await asyncio.start_server(door(member), "0.0.0.0", 6640 + member)
                await asyncio.Event().wait()

            asyncio.run(main())
            """;

    private final GenericContainer<?> container = new GenericContainer<>(IMAGE)
            .withLabel("dev.terrace.test", "true")
            .withExposedPorts(FIRST_PORT, FIRST_PORT + 1, FIRST_PORT + 2)
            .withCreateContainerCmdModifier(command -> {
                command.withEntrypoint("sh").withCmd("-c", "sh /network && exec python3 /doors");
                Objects.requireNonNull(command.getHostConfig(), "no host configuration")
                        .withCapAdd(Capability.NET_ADMIN, Capability.SYS_ADMIN)
                        .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
            })
            .waitingFor(Wait.forSuccessfulCommand("ip -n m3 route get 10.9.0.2"))
            .withCopyToContainer(Transferable.of(NETWORK), "/network")
            .withCopyToContainer(Transferable.of(CABLES), "/cables")
            .withCopyToContainer(Transferable.of(DOORS), "/doors")
            .withCopyToContainer(Transferable.of(MEMBER), "/member");

    NorthboundCluster start() {
        container.start();
        startAll();
        return this;
    }

    /** Where the members listen. */
    List<Endpoint> endpoints() {
        return IntStream.range(0, MEMBERS)
                .mapToObj(
                        i -> (Endpoint) new Endpoint.Tcp(container.getHost(), container.getMappedPort(FIRST_PORT + i)))
                .toList();
    }

    /** Starts a member that has ended, and waits until it belongs to the cluster. */
    void start(int member) {
        run("sh /member " + member);
        run("until ovn-nbctl --no-leader-only --db=unix:/nb/%d/sock --timeout=1 show; do sleep 0.05; done"
                .formatted(member));
    }

    /** The leader, as soon as there is one. */
    int leader() {
        return leaderOtherThan(0);
    }

    /** The leader that the others have chosen, one of them being out of the game. */
    int leaderOtherThan(int out) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            for (int member = 1; member <= MEMBERS; member++) {
                if (member != out && isLeader(member)) {
                    return member;
                }
            }
        }
        throw new AssertionError("no leader within " + PATIENCE);
    }

    private boolean isLeader(int member) {
        try (PlainClient client = client(member, Duration.ofMillis(300))) {
            ObjectNode select = PlainClient.operation("select", "Database", Map.of("name", "OVN_Northbound"), Map.of());
            JsonNode results =
                    client.call("transact", PlainClient.array().add("_Server").add(select));
            JsonNode row = results.path(0).path("rows").path(0);
            return row.path("leader").asBoolean() && row.path("connected").asBoolean();
        } catch (IOException ended) {
            return false;
        }
    }

    /** Another client of a member, which is not under test. */
    PlainClient client(int member, Duration patience) throws IOException {
        return new PlainClient(endpoints().get(member - 1), patience);
    }

    /** One that is not the leader. */
    int follower() {
        return leader() % MEMBERS + 1;
    }

    /** Ends a member without a chance to say anything. */
    void kill(int member) {
        run(
                "pid=$(cat /nb/%1$d/pid); kill -9 $pid; while [ -e /proc/$pid/exe ]; do sleep 0.01; done; rm -f /nb/%1$d/pid"
                        .formatted(member));
    }

    /** Starts the members that have ended, and ends what was made of {@link #failAt}. */
    void mend() {
        run("""
            for member in 1 2 3; do
                if pid=$(cat /nb/$member/pid 2>/dev/null) && [ -e /proc/$pid/exe ]; then
                    ovs-appctl -t /nb/$member/ctl cluster/failure-test clear
                else
                    rm -f /nb/$member/pid
                    sh /member $member
                fi
            done
            """ + ALL_BELONG);
    }

    /** Stops a member in its tracks; its connections stay as they are. */
    void pause(int member) {
        run("kill -STOP $(cat /nb/%d/pid)".formatted(member));
    }

    void resume(int member) {
        run("kill -CONT $(cat /nb/%d/pid)".formatted(member));
    }

    /** Cuts a member off from the others, not from clients. */
    void partition(int member) {
        run("sh /cables %d down".formatted(member));
    }

    void reunite(int member) {
        run("sh /cables %d up".formatted(member));
    }

    /** Makes a member fail at a point of the protocol, see {@code cluster/failure-test} in the source of OVS. */
    void failAt(int member, String point) {
        run("ovs-appctl -t /nb/%d/ctl cluster/failure-test %s".formatted(member, point));
    }

    /** Ends all members; they come back with their data. */
    void restart() {
        IntStream.rangeClosed(1, MEMBERS).forEach(this::kill);
        startAll();
    }

    /** Ends all members; another cluster without data comes in their place. */
    void restartEmpty() {
        IntStream.rangeClosed(1, MEMBERS).forEach(this::kill);
        run("rm -f /nb/*/db /nb/*/.db*");
        startAll();
    }

    private void startAll() {
        // A member alone waits for the others, so none is waited for before all run.
        run("for member in 1 2 3; do sh /member $member; done\n" + ALL_BELONG);
    }

    /** Keeps what the members hold, see {@link #restore}. */
    void backUp() {
        run("for member in 1 2 3; do cp /nb/$member/db /nb/$member/backup; done");
    }

    /** Ends all members; they come back with the data that they had. */
    void restore() {
        IntStream.rangeClosed(1, MEMBERS).forEach(this::kill);
        run("for member in 1 2 3; do cp /nb/$member/backup /nb/$member/db; done");
        startAll();
    }

    String nbctl(String arguments) {
        return run("ovn-nbctl --timeout=20 --db=unix:/nb/1/sock,unix:/nb/2/sock,unix:/nb/3/sock " + arguments);
    }

    /** Every member makes its own {@code _version}, and another one whenever it starts: it is left out. */
    @Override
    public List<JsonNode> rows(String table) {
        try (PlainClient client = client(leader(), Duration.ofSeconds(10))) {
            return client.rows(table).stream()
                    .<JsonNode>map(row -> ((ObjectNode) row).without("_version"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String run(String command) {
        try {
            ExecResult result = container.execInContainer("timeout", "30", "sh", "-c", command);
            if (result.getExitCode() != 0) {
                throw new AssertionError(command + ": " + result.getStdout() + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
