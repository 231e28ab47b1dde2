package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.row.HoldRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * New pods on a real server: stopped by name until the datapath has their ports in their groups, and not a moment
 * longer. Nobody programs a datapath here: the test is the hypervisor that answers.
 */
class NorthboundHoldTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final HoldRows ROWS =
            new HoldRows(Rows.OWNER, TierLayout.STANDALONE, Set.of(new LogicalPort("k8s-n1")));
    private static final String INGRESS = "ACL Platform:hold:Ingress";
    private static final String EGRESS = "ACL Platform:hold:Egress";
    private static final String GROUP = ROWS.group().toString();
    private static final String WEB_GROUP = "Port_Group pg_web";
    private static final String IN = "outport == {\"shop_web\"} && ip";
    private static final String OUT = "inport == {\"shop_web\"} && ip";
    private static final Set<LogicalPort> WEB_PORT = Set.of(new LogicalPort("shop_web"));
    private static final DesiredImage WEB = image(policy("web", "shop_web"));

    @BeforeEach
    void empty() {
        SERVER.restartEmpty();
        SERVER.nbctl("ls-add s -- lsp-add s k8s-n1");
    }

    private static WriterSettings settings() {
        return WriterSettings.of(List.of(SERVER.endpoint()), Rows.OWNER).withMassDelete(true);
    }

    private static RunningWriter holding() throws Exception {
        return new RunningWriter(settings().withHold(ROWS));
    }

    private static SortedMap<String, SortedMap<String, Object>> rows() {
        return Contents.of(SERVER, Rows.OWNER).rows();
    }

    private static String column(NorthboundRows database, String row, String column) {
        return String.valueOf(Contents.of(database, Rows.OWNER)
                .rows()
                .getOrDefault(row, Collections.emptySortedMap())
                .get(column));
    }

    private static String match(String acl) {
        return column(SERVER, acl, "match");
    }

    private static String ports(String group) {
        return column(SERVER, group, "ports");
    }

    private static void awaitMatch(String match) throws InterruptedException {
        RunningWriter.await(() -> match(INGRESS).equals(match));
    }

    private static void awaitNobodyHeld() throws InterruptedException {
        RunningWriter.await(() -> {
            datapathFollows();
            return match(INGRESS).equals("0");
        });
    }

    private static void datapathFollows() {
        SERVER.nbctl("set NB_Global . hv_cfg=" + configuration());
    }

    private static int configuration() {
        return Integer.parseInt(SERVER.nbctl("get NB_Global . nb_cfg").strip());
    }

    private static int aclTransactions() {
        return SERVER.transactions("ACL").size();
    }

    @Test
    void nameGoesWhenTheDatapathHasThePortInItsGroups() throws Exception {
        try (RunningWriter writer = holding()) {
            assertThat(writer.desire(WEB)).isInstanceOf(Outcome.Committed.class);
            assertThat(match(INGRESS)).isEqualTo(IN);
            assertThat(match(EGRESS)).isEqualTo(OUT);
            assertThat(ports(GROUP)).isEqualTo("[k8s-n1]");
            RunningWriter.await(() -> configuration() > 0);
            datapathFollows();
            int asked = configuration();
            int before = aclTransactions();
            SERVER.nbctl("lsp-add s shop_web");
            RunningWriter.await(() -> configuration() > asked);
            assertThat(ports(WEB_GROUP)).isEqualTo("[shop_web]");
            assertThat(ports(GROUP)).isEqualTo("[k8s-n1, shop_web]");
            assertThat(match(INGRESS)).isEqualTo(IN);
            assertThat(match(EGRESS)).isEqualTo(OUT);
            awaitNobodyHeld();
            assertThat(match(EGRESS)).isEqualTo("0");
            assertThat(aclTransactions()).isEqualTo(before + 1);
        }
    }

    @Test
    void nameGoesInTheEndThoughTheDatapathDoesNotAnswer() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            SERVER.nbctl("lsp-add s shop_web");
            Duration closed = RunningWriter.await(() -> match(INGRESS).equals("0"));
            assertThat(closed).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
            assertThat(ports(WEB_GROUP)).isEqualTo("[shop_web]");
        }
    }

    @Test
    void nameStaysUntilThePodHasAnAddress() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            writer.addressless(WEB_PORT, Set.of());
            SERVER.nbctl("lsp-add s shop_web");
            RunningWriter.await(() -> ports(WEB_GROUP).equals("[shop_web]"));
            // Each answer lets the next question be asked.
            datapathFollows();
            datapathFollows();
            datapathFollows();
            writer.desire(image(policy("web", "shop_web"), policy("nobody")));
            assertThat(match(INGRESS)).isEqualTo(IN);
            writer.addressless(Set.of(), WEB_PORT);
            awaitNobodyHeld();
        }
    }

    @Test
    void portThatGoesWhileTheDatapathIsAskedIsHeldOn() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            RunningWriter.await(() -> configuration() > 0);
            datapathFollows();
            int asked = configuration();
            SERVER.nbctl("lsp-add s shop_web");
            RunningWriter.await(() -> configuration() > asked);
            SERVER.nbctl("lsp-del shop_web");
            RunningWriter.await(() -> ports(WEB_GROUP).equals("[]"));
            datapathFollows();
            writer.desire(image(policy("web", "shop_web"), policy("nobody")));
            assertThat(match(INGRESS)).isEqualTo(IN);
            SERVER.nbctl("lsp-add s shop_web");
            awaitNobodyHeld();
        }
    }

    @Test
    void podWhosePortIsMadeAnewIsHeldMeanwhile() throws Exception {
        SERVER.nbctl("lsp-add s shop_web");
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            assertThat(match(INGRESS)).isEqualTo("0");
            SERVER.nbctl("lsp-del shop_web");
            awaitMatch(IN);
            SERVER.nbctl("lsp-add s shop_web");
            awaitNobodyHeld();
            assertThat(ports(WEB_GROUP)).isEqualTo("[shop_web]");
            RunningWriter.await(writer::inSync);
            assertThat(writer.state().driftHealed()).isZero();
            assertThat(writer.state().overlooked()).isZero();
        }
    }

    @Test
    void aRolloutIsAFewTransactions() throws Exception {
        String[] ports = IntStream.range(0, 100).mapToObj(i -> "shop_web" + i).toArray(String[]::new);
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            int before = aclTransactions();
            writer.desire(image(policy("web", ports)));
            assertThat(aclTransactions() - before).isEqualTo(1);
            List<String> words = new ArrayList<>();
            for (String port : ports) {
                words.add("lsp-add s " + port);
            }
            SERVER.nbctl(String.join(" -- ", words));
            awaitNobodyHeld();
            assertThat(aclTransactions() - before).isEqualTo(2);
        }
    }

    /** Such an image is written in parts. */
    @Test
    void podsOfALargeImageAreHeldToo() throws Exception {
        List<Row> policies = new ArrayList<>();
        IntStream.range(0, 600).forEach(i -> policies.addAll(policy("web" + i, "shop_web" + i)));
        try (RunningWriter writer = holding()) {
            assertThat(writer.desire(image(policies))).isInstanceOf(Outcome.Committed.class);
            assertThat(match(INGRESS).split(", ")).hasSize(600);
        }
    }

    @Test
    void rowsStayWhenTheWriterEndsAndTheNextOneGoesOn() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
        }
        SERVER.nbctl("lsp-add s shop_web");
        assertThat(match(INGRESS)).isEqualTo(IN);
        try (RunningWriter writer = holding()) {
            assertThat(writer.desire(WEB)).isInstanceOf(Outcome.Committed.class);
            assertThat(match(INGRESS)).isEqualTo(IN);
            assertThat(ports(WEB_GROUP)).isEqualTo("[shop_web]");
            awaitNobodyHeld();
        }
    }

    @Test
    void rowsThatOthersChangeArePutRight() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            SERVER.transact(PlainClient.update(
                    "ACL", Map.of("name", "Platform:hold", "direction", "to-lport"), Map.of("match", "1")));
            awaitMatch(IN);
            RunningWriter.await(() -> writer.state().driftHealed() == 1);
        }
    }

    @Test
    void noRowsHoldWhereNobodyIsStopped() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
            writer.desire(image());
            assertThat(rows()).isEmpty();
        }
    }

    @Test
    void aWriterThatHoldsNobodyTakesTheRowsAwayAlsoWherePoliciesMayNotBeRead() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
        }
        try (NorthboundWriter writer = new NorthboundWriter(settings(), WriterListener.NONE)) {
            writer.keep(EnumSet.allOf(PolicyKind.class));
            writer.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
            writer.desire(image()).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(rows()).doesNotContainKeys(INGRESS, EGRESS).containsKey("ACL web.deny");
        }
    }
}
