package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** Three {@code ovsdb-server} that hold a Northbound database together by RAFT, in one container. */
final class NorthboundCluster implements AutoCloseable, NorthboundRows {

    static final int MEMBERS = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_PORT = 6641;

    private final GenericContainer<?> container = new GenericContainer<>(IMAGE)
            .withLabel("dev.terrace.test", "true")
            .withExposedPorts(FIRST_PORT, FIRST_PORT + 1, FIRST_PORT + 2)
            .withCreateContainerCmdModifier(
                    command -> command.withEntrypoint("sh").withCmd("-c", "exec sleep infinity"))
            .waitingFor(Wait.forSuccessfulCommand("true"))
            .withCopyToContainer(Transferable.of("""
                    set -e
                    member=$1
                    mkdir -p /run/openvswitch /nb/$member
                    raft() { echo tcp:127.0.0.1:$((7640 + $1)); }
                    if [ ! -e /nb/$member/db ]; then
                        if [ $member = 1 ]; then
                            ovsdb-tool --election-timer=1000 create-cluster /nb/1/db /usr/share/ovn/ovn-nb.ovsschema $(raft 1)
                        else
                            ovsdb-tool join-cluster /nb/$member/db OVN_Northbound $(raft $member) $(raft 1)
                        fi
                    fi
                    exec ovsdb-server --detach --no-chdir --pidfile=/nb/$member/pid --unixctl=/nb/$member/ctl \
                        --log-file=/nb/$member/log --remote=ptcp:$((6640 + $member)):0.0.0.0 \
                        --remote=punix:/nb/$member/sock /nb/$member/db
                    """), "/member");

    NorthboundCluster start() {
        container.start();
        for (int member = 1; member <= MEMBERS; member++) {
            start(member);
        }
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

    /** The leader, as soon as there is one, which knows that it is. */
    int leader() {
        return leaderOtherThan(0);
    }

    /** The leader that the others have chosen, one of them being out of the game. */
    int leaderOtherThan(int out) {
        return Integer.parseInt(run("""
                while :; do
                    for member in 1 2 3; do
                        [ $member = %d ] && continue
                        if ovs-appctl -t /nb/$member/ctl --timeout=1 cluster/status OVN_Northbound 2>/dev/null \
                            | grep -q '^Role: leader'; then echo $member; exit; fi
                    done
                    sleep 0.05
                done
                """.formatted(out)).strip());
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

    /** Starts a member if it is not there. */
    void startIfEnded(int member) {
        run("pid=$(cat /nb/%1$d/pid 2>/dev/null) && [ -e /proc/$pid/exe ] || { rm -f /nb/%1$d/pid; sh /member %1$d; }"
                .formatted(member));
        run("until ovn-nbctl --no-leader-only --db=unix:/nb/%d/sock --timeout=1 show; do sleep 0.05; done"
                .formatted(member));
    }

    /** Stops a member in its tracks; its connections stay as they are. */
    void pause(int member) {
        run("kill -STOP $(cat /nb/%d/pid)".formatted(member));
    }

    void resume(int member) {
        run("kill -CONT $(cat /nb/%d/pid)".formatted(member));
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
        IntStream.rangeClosed(1, MEMBERS).forEach(member -> run("sh /member " + member));
        run("""
            for member in 1 2 3; do
                until ovn-nbctl --no-leader-only --db=unix:/nb/$member/sock --timeout=1 show; do sleep 0.05; done
            done
            """);
    }

    String nbctl(String arguments) {
        return run("ovn-nbctl --timeout=20 --db=unix:/nb/1/sock,unix:/nb/2/sock,unix:/nb/3/sock " + arguments);
    }

    @Override
    public List<JsonNode> rows(String table) {
        String all = run("ovsdb-client transact unix:/nb/%d/sock '[\"OVN_Northbound\",%s]'"
                .formatted(leader(), "{\"op\":\"select\",\"table\":\"%s\",\"where\":[]}".formatted(table)));
        try {
            List<JsonNode> rows = new ArrayList<>();
            // Every member makes its own _version, and another one whenever it starts.
            JSON.readTree(all).path(0).path("rows").forEach(row -> rows.add(((ObjectNode) row).without("_version")));
            return rows;
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
