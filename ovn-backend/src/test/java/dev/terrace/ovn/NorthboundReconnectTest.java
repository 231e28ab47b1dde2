package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.WriterState.Phase;
import dev.terrace.ovn.rpc.Endpoint;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The writer and its connection: servers that go, come back, cannot be reached or are not what they should be. */
class NorthboundReconnectTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final Set<String> PORTS = Set.of("shop_web", "shop_db");
    private static final DesiredImage TWO_POLICIES = image(policy("web", "shop_web"), policy("db", "shop_db"));

    @BeforeEach
    void empty() {
        SERVER.clear();
        SERVER.nbctl("ls-add sw -- lsp-add sw shop_web -- lsp-add sw shop_db");
    }

    @Test
    void writesNothingAfterARestartWithData() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            int before = SERVER.transactions();
            SERVER.restart();
            RunningWriter.await(() -> writer.state().connections() == 2 && writer.inSync());

            assertThat(SERVER.transactions()).isEqualTo(before);
            assertThat(Contents.of(SERVER, OWNER)).isEqualTo(Contents.of(TWO_POLICIES, PORTS));
        }
    }

    @Test
    void writesTheNewestOfTheImagesThatItWasGivenWhileItWasCutOff() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            SERVER.run("ovs-appctl -t /nb/ctl ovsdb-server/remove-remote ptcp:6641:0.0.0.0");
            RunningWriter.await(() -> writer.state().phase() == Phase.DISCONNECTED);
            CompletableFuture<Outcome> first = writer.wish(DesiredImage.EMPTY);
            CompletableFuture<Outcome> second = writer.wish(image(policy("web", "shop_web")));
            assertThat(second).isNotDone();

            SERVER.run("ovs-appctl -t /nb/ctl ovsdb-server/add-remote ptcp:6641:0.0.0.0");
            assertThat(second.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Committed.class);
            assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Committed.class);
            assertThat(writer.state().connections()).isEqualTo(2);
            assertThat(Contents.of(SERVER, OWNER)).isEqualTo(Contents.of(image(policy("web", "shop_web")), PORTS));
        }
    }

    private static void assertRefuses(Endpoint endpoint, String words) {
        assertThatThrownBy(() -> new RunningWriter(endpoint))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(NorthboundException.class)
                .hasMessage(words)
                .hasNoCause();
    }

    @Test
    void saysThatThereIsNoSuchHostOrSocket() {
        assertRefuses(
                new Endpoint.Tcp("no-such-host.invalid", 6641),
                "cannot reach the Northbound server at tcp:no-such-host.invalid:6641: unknown host");
        assertRefuses(
                new Endpoint.Unix(Path.of("/nonexistent/nb.sock")),
                "cannot reach the Northbound server at unix:/nonexistent/nb.sock: No such file or directory: "
                        + "/nonexistent/nb.sock");
    }
}
