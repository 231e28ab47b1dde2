package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.row.HoldRows;
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

/** New pods on a real server: stopped by name until their ports are in their groups, and not a moment longer. */
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
        awaitMatch("0");
    }

    @Test
    void nameGoesInTheTransactionInWhichThePortJoins() throws Exception {
        try (RunningWriter writer = holding()) {
            assertThat(writer.desire(WEB)).isInstanceOf(Outcome.Committed.class);
            assertThat(match(INGRESS)).isEqualTo(IN);
            assertThat(match(EGRESS)).isEqualTo(OUT);
            assertThat(ports(GROUP)).isEqualTo("[k8s-n1]");
            int before = SERVER.transactions();
            SERVER.nbctl("lsp-add s shop_web");
            String port = SERVER.nbctl("get Logical_Switch_Port shop_web _uuid").strip();
            awaitNobodyHeld();
            assertThat(ports(WEB_GROUP)).isEqualTo("[shop_web]");
            assertThat(SERVER.transactions()).as("the port, and we").isEqualTo(before + 2);
            JsonNode joined = SERVER.lastTransaction();
            assertThat(joined.path("ACL"))
                    .hasSize(2)
                    .allSatisfy(acl -> assertThat(acl.path("match").asText()).isEqualTo("0"));
            assertThat(joined.path("Port_Group"))
                    .hasSize(2)
                    .allSatisfy(
                            group -> assertThat(group.path("ports").toString()).contains(port));
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
            int before = SERVER.transactions();
            writer.desire(image(policy("web", ports)));
            assertThat(SERVER.transactions() - before).isEqualTo(1);
            List<String> words = new ArrayList<>();
            for (String port : ports) {
                words.add("lsp-add s " + port);
            }
            SERVER.nbctl(String.join(" -- ", words));
            awaitNobodyHeld();
            assertThat(SERVER.transactions() - before).isEqualTo(3);
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
    void rowsStayWhenTheWriterEndsAndAreRightWhenItIsBack() throws Exception {
        try (RunningWriter writer = holding()) {
            writer.desire(WEB);
        }
        SERVER.nbctl("lsp-add s shop_web");
        assertThat(match(INGRESS)).isEqualTo(IN);
        try (RunningWriter writer = holding()) {
            assertThat(writer.desire(WEB)).isInstanceOf(Outcome.Committed.class);
            assertThat(match(INGRESS)).isEqualTo("0");
            assertThat(ports(WEB_GROUP)).isEqualTo("[shop_web]");
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
