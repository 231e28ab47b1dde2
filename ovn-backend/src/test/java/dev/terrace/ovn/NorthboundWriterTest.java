package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static dev.terrace.ovn.Rows.acl;
import static dev.terrace.ovn.Rows.group;
import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.rpc.Endpoint;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writer on a real server: what it writes, what it leaves alone, and what it puts right. */
class NorthboundWriterTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DesiredImage NOTHING = image();
    private static final DesiredImage WEB = image(policy("web", "shop_web"));
    private static final DesiredImage WEB_AND_DB = image(policy("web", "shop_web"), policy("db", "shop_db"));

    @BeforeEach
    void empty() {
        SERVER.restartEmpty();
    }

    @Test
    void writesAnImage() throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            assertThat(settled(writer, WEB_AND_DB)).isInstanceOf(Outcome.Committed.class);
            assertThat(lines("--bare --columns=name list Port_Group")).containsExactlyInAnyOrder("pg_web", "pg_db");
            assertThat(lines("--bare --columns=addresses list Address_Set"))
                    .hasSize(2)
                    .allSatisfy(addresses ->
                            assertThat(addresses.split(" ")).contains("10.0.0.1", "10.0.0.2", "10.1.0.0/16"));
            assertThat(lines("acl-list pg_web"))
                    .anyMatch(line -> line.contains("1001") && line.contains("allow-related"))
                    .anyMatch(line -> line.contains("1000") && line.contains("drop"))
                    .anyMatch(line -> line.contains("from-lport"));
        }
    }

    @Test
    void writesNothingWhenNothingChanged() throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            int before = SERVER.transactions();
            settled(writer, WEB);
            assertThat(SERVER.transactions()).isEqualTo(before);
        }
        int before = SERVER.transactions();
        try (NorthboundWriter restarted = writer(SERVER.endpoint())) {
            settled(restarted, WEB);
        }
        assertThat(SERVER.transactions()).isEqualTo(before);
    }

    @Test
    void leavesNothingOfWhatIsNoLongerWanted() throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            String webAlone = content();
            settled(writer, WEB_AND_DB);
            settled(writer, WEB);
            assertThat(content()).isEqualTo(webAlone);
            settled(writer, NOTHING);
            assertThat(content()).isEmpty();
        }
    }

    @Test
    void leavesForeignRowsAlone() throws Exception {
        SERVER.nbctl("pg-add foreign -- --type=port-group acl-add foreign to-lport 1000 ip4 drop"
                + " -- create Address_Set name=others addresses=10.0.0.9 external_ids:terrace.dev/owner=other");
        String foreign = content();
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            assertThat(content().lines()).containsAll(foreign.lines().toList());
            settled(writer, NOTHING);
        }
        assertThat(content()).isEqualTo(foreign);
    }

    @Test
    void leavesRowsOfPoliciesThatMayNotBeRead() throws Exception {
        List<Row> readable = Rows.of(PolicyKind.CLUSTER_NETWORK_POLICY, policy("web", "shop_web"));
        List<Row> unreadable = Rows.of(PolicyKind.ADMIN_NETWORK_POLICY, policy("db", "shop_db"));
        List<Row> probe =
                List.of(acl("probe", "pg_db", 0, 32767, "outport == @pg_db && ip4", AclRow.Verb.ALLOW_RELATED));
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, Rows.image(unreadable, probe));
            String before = content();
            writer.keep(Set.of(PolicyKind.ADMIN_NETWORK_POLICY));
            assertThat(settled(writer, NOTHING)).isInstanceOf(Outcome.Committed.class);
            assertThat(content()).isEqualTo(before);
        }
        try (NorthboundWriter restarted = writer(SERVER.endpoint())) {
            String before = content();
            restarted.keep(Set.of(PolicyKind.ADMIN_NETWORK_POLICY));
            settled(restarted, image(readable));
            assertThat(content().lines()).containsAll(before.lines().toList());
            assertThat(lines("--bare --columns=name list Port_Group")).containsExactlyInAnyOrder("pg_web", "pg_db");
            settled(restarted, NOTHING);
            assertThat(content()).isEqualTo(before);

            restarted.keep(Set.of());
            await("nothing is left", () -> content().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set Address_Set as_web addresses=10.9.9.9",
                "set ACL web.deny action=allow",
                "clear Port_Group pg_web acls",
                "pg-del pg_web",
                "destroy Address_Set as_web",
                "remove Port_Group pg_web external_ids terrace.dev/generation"
            })
    void putsRightWithinASecondWhatOthersChanged(String change) throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            String before = content();
            long changed = System.nanoTime();
            SERVER.nbctl(change);
            await("in the database again", () -> content().equals(before));
            assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofSeconds(1));
            assertThat(writer.state().driftHealed()).isPositive();
        }
    }

    @Test
    void fillsAnEmptiedServerAgain() throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            String before = content();
            SERVER.restartEmpty();
            await("filled again", () -> content().equals(before));
        }
    }

    @Test
    void catchesUpAfterALostConnection() throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            SERVER.run("ovs-appctl -t /nb/ctl ovsdb-server/reconnect");
            assertThat(settled(writer, WEB_AND_DB)).isInstanceOf(Outcome.Committed.class);
            assertThat(lines("--bare --columns=name list Port_Group")).containsExactlyInAnyOrder("pg_web", "pg_db");
            await("connected again", () -> writer.state().connections() == 2);
        }
    }

    @Test
    void followsPortsThatComeAndGo() throws Exception {
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            settled(writer, WEB);
            for (int round = 0; round < 2; round++) {
                SERVER.nbctl("--may-exist ls-add s -- lsp-add s shop_web");
                await("the port is in its group", () -> !ports().isEmpty());
                SERVER.nbctl("lsp-del shop_web");
                await("the port is in no group", () -> ports().isEmpty());
            }
            assertThat(writer.state().driftHealed()).isZero();
        }
    }

    @Test
    void writesALargeImage() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            String group = "pg_" + i;
            rows.add(group(group));
            rows.add(set(
                    "as_" + i,
                    IntStream.range(0, 50)
                            .mapToObj(host -> "10." + number + ".0." + host + "/32")
                            .toArray(String[]::new)));
            for (int rule = 0; rule < 10; rule++) {
                rows.add(acl(
                        "rule." + i + "." + rule,
                        group,
                        1,
                        1000 + rule,
                        "outport == @" + group + " && ip4.src == $as_" + i,
                        AclRow.Verb.DROP));
            }
        }
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            assertThat(settled(writer, DesiredImage.of(rows))).isInstanceOf(Outcome.Committed.class);
        }
        assertThat(lines("--bare --columns=_uuid list ACL")).hasSize(2_000);
        assertThat(lines("--bare --columns=addresses list Address_Set"))
                .hasSize(200)
                .allSatisfy(addresses -> assertThat(addresses.split(" ")).hasSize(50));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inport == \"quoted\"",
                "back\\slash \\\" and \\\\",
                "naïve ☂ 𝒳",
                "tab\tnew\nline \u0001",
                "[\"set\",[]] {\"a\":1}"
            })
    void keepsOddStringsAsTheyAre(String odd) throws Exception {
        DesiredImage image =
                image(group("pg"), acl("odd " + odd, "pg", 1, 1, odd + "x".repeat(70_000), AclRow.Verb.DROP));
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            assertThat(settled(writer, image)).isInstanceOf(Outcome.Committed.class);
        }
        assertThat(SERVER.rows("ACL").getFirst().get("match").textValue()).isEqualTo(odd + "x".repeat(70_000));
        int before = SERVER.transactions();
        try (NorthboundWriter again = writer(SERVER.endpoint())) {
            settled(again, image);
        }
        assertThat(SERVER.transactions()).isEqualTo(before);
    }

    @Test
    void aRejectedRowHoldsNoOther() throws Exception {
        SERVER.nbctl("pg-add pg_web");
        try (NorthboundWriter writer = writer(SERVER.endpoint())) {
            Outcome outcome = settled(writer, WEB_AND_DB);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(
                                            rejected.rows().get(group("pg_web").key()))
                                    .contains("not ours"));
            assertThat(lines("acl-list pg_db")).hasSize(3);
            assertThat(lines("acl-list pg_web")).isEmpty();
            SERVER.nbctl("pg-del pg_web");
            await(
                    "written once the name is free",
                    () -> lines("--bare --columns=_uuid list ACL").size() == 6);
        }
    }

    /** Of many transactions under way, those behind the one that is refused are made again. */
    @Test
    void aRejectedRowHoldsNoOtherOfALargePlan() throws Exception {
        RowKey poison = new RowKey(RowKey.Table.ACL, "poison");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(set("as_" + i, "10.0.0.1/32"));
            rows.add(group("pg_" + i));
            rows.add(acl("acl_" + i, "pg_" + i, 1, 1_000, "ip4", AclRow.Verb.DROP));
        }
        rows.add(acl(poison.id(), "pg_7", 1, 32_768, "ip4", AclRow.Verb.DROP));
        WriterSettings settings = WriterSettings.of(List.of(SERVER.endpoint()), OWNER)
                .withMassDelete(true)
                .withBounds(new Bounds(4, 1 << 20));
        try (RunningWriter writer = new RunningWriter(settings)) {
            assertThat(Trial.end(writer.wish(DesiredImage.of(rows))))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.rows()).containsOnlyKeys(poison));
            rows.removeLast();
            assertThat(Contents.of(SERVER, OWNER)).isEqualTo(Contents.of(DesiredImage.of(rows), Set.of()));
        }
    }

    @Test
    void refusesASchemaWithoutTiers() {
        String schema = "/tmp/old.ovsschema";
        String withoutTiers = "python3 -c \"import json; s = json.load(open('" + NorthboundServer.SCHEMA
                + "')); del s['tables']['ACL']['columns']['tier']; json.dump(s, open('" + schema + "', 'w'))\";";
        try (NorthboundServer old = new NorthboundServer(schema, withoutTiers).start()) {
            int before = old.transactions();
            assertThatThrownBy(() -> writer(old.endpoint()))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(NorthboundException.class)
                    .hasMessageContaining("tier");
            assertThat(old.transactions()).isEqualTo(before);
        }
    }

    @Test
    void saysThatAServerCannotBeReached() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> writer(new Endpoint.Tcp("127.0.0.1", free)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(NorthboundException.class)
                .hasMessageContaining(String.valueOf(free));
    }

    @Test
    void speaksOverAUnixSocket(@TempDir Path directory) throws Exception {
        try (NorthboundServer local = new NorthboundServer().mounting(directory).start()) {
            local.run("chmod 777 /nb/sock");
            try (NorthboundWriter writer = writer(Endpoint.parse("unix:" + directory.resolve("sock")))) {
                assertThat(settled(writer, WEB)).isInstanceOf(Outcome.Committed.class);
            }
            assertThat(local.nbctl("acl-list pg_web").lines()).hasSize(3);
            local.run("rm -f /nb/sock /nb/ctl");
        }
    }

    private static NorthboundWriter writer(Endpoint endpoint) throws Exception {
        NorthboundWriter writer =
                new NorthboundWriter(WriterSettings.of(List.of(endpoint), OWNER), WriterListener.NONE);
        writer.start().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return writer;
    }

    private static Outcome settled(NorthboundWriter writer, DesiredImage image) throws Exception {
        return writer.desire(image).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> lines(String arguments) {
        return SERVER.nbctl(arguments).lines().filter(line -> !line.isBlank()).toList();
    }

    /** Every row of the tables that the writer knows but the fence, UUIDs and all, in an order of no meaning. */
    private static String content() {
        String list = "ovn-nbctl --no-leader-only --db=unix:/nb/sock --format=csv --no-headings list ";
        return SERVER.run(
                "{ " + list + "ACL; " + list + "Port_Group; " + list + "Address_Set; } | grep -v terrace_epoch | sort");
    }

    private static String ports() {
        return SERVER.nbctl("--bare --columns=ports list Port_Group").strip();
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
