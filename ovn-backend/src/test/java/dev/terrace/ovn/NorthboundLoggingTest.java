package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static dev.terrace.ovn.Rows.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.LogSeverity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ACLs that log, and their meter, in a real database. */
class NorthboundLoggingTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final List<Row> WEB = policy("web", "shop_web");
    private static final DesiredImage SILENT = DesiredImage.of(WEB);
    private static final DesiredImage LOGGING = logging(LogSeverity.ALERT, 20);

    @BeforeEach
    void empty() {
        SERVER.clear();
        SERVER.nbctl("ls-add sw -- lsp-add sw shop_web");
    }

    /** The policy with a deny that logs. */
    private static DesiredImage logging(LogSeverity severity, int rate) {
        List<Row> rows = new ArrayList<>(WEB.stream()
                .map(row -> row instanceof AclRow acl && acl.action() == AclRow.Verb.DROP
                        ? Rows.logging(acl, severity)
                        : row)
                .toList());
        rows.addAll(Rows.meter(rate));
        return DesiredImage.of(rows);
    }

    private static void assertHolds(DesiredImage image) {
        assertThat(Contents.of(SERVER, OWNER)).isEqualTo(Contents.of(image, Set.of("shop_web")));
    }

    @Test
    void meterComesWithTheFirstAclThatLogsAndGoesWithTheLast() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(SILENT);
            assertThat(SERVER.rows("Meter")).isEmpty();

            // The meter, its band, and one ACL.
            assertThat(writer.desire(LOGGING)).isEqualTo(new Outcome.Committed(new Written(1, 2, 1, 0)));
            assertHolds(LOGGING);

            assertThat(writer.desire(SILENT)).isEqualTo(new Outcome.Committed(new Written(1, 0, 1, 1)));
            assertHolds(SILENT);
            assertThat(SERVER.rows("Meter")).isEmpty();
            assertThat(SERVER.rows("Meter_Band")).isEmpty();
        }
    }

    @Test
    void allOfItComesInOneTransactionAndIsRecognisedByTheNextWriter() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.desire(LOGGING)).isEqualTo(new Outcome.Committed(new Written(1, 7, 1, 0)));
            assertHolds(LOGGING);
        }
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.desire(LOGGING)).isEqualTo(new Outcome.Committed(Written.NOTHING));
            assertThat(writer.desire(DesiredImage.EMPTY)).isInstanceOf(Outcome.Committed.class);
            assertHolds(DesiredImage.EMPTY);
        }
    }

    @Test
    void severityAndRateChangeInPlace() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(LOGGING);
            DesiredImage other = logging(LogSeverity.DEBUG, 7);
            assertThat(writer.desire(other)).isEqualTo(new Outcome.Committed(new Written(1, 0, 2, 0)));
            assertHolds(other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set acl web.deny log=false",
                "set acl web.deny severity=debug -- clear acl web.deny meter",
                "set acl web.allow log=true severity=info meter=log",
                "set meter log unit=kbps fair=false external_ids:x=y",
                "set meter log name=mine",
                "set meter_band $(ovn-nbctl --no-leader-only --db=unix:/nb/sock --bare --columns=_uuid list meter_band)"
                        + " rate=1 burst_size=3",
                "--id=@b create meter_band action=drop rate=1 -- add meter log bands @b",
                "--id=@b create meter_band action=drop rate=1 -- set meter log bands=@b",
                "destroy meter log",
            })
    void putsBackWhatOthersChange(String nbctl) throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(LOGGING);
            long transactions = writer.state().transactions();
            SERVER.nbctl(nbctl);
            RunningWriter.await(() -> writer.state().transactions() > transactions && writer.inSync());
            assertThat(writer.state().driftHealed()).isPositive();
            assertHolds(LOGGING);
        }
    }

    @Test
    void metersOfOthersAreNotTouched() throws Exception {
        SERVER.nbctl("--fair meter-add acl-logging drop 20 pktps "
                + "-- --id=@b create meter_band action=drop rate=3 external_ids:terrace.dev/owner=other "
                + "-- create meter name=theirs unit=kbps bands=@b external_ids:terrace.dev/owner=other "
                + "external_ids:terrace.dev/id=log");
        SortedSet<String> before = Contents.foreign(SERVER, OWNER);
        assertThat(before).hasSize(4);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(LOGGING);
            writer.desire(SILENT);
            writer.desire(DesiredImage.EMPTY);
        }
        assertThat(Contents.foreign(SERVER, OWNER)).isEqualTo(before);
    }

    @Test
    void policyIsWrittenThoughItsMeterIsSomebodyElses() throws Exception {
        SERVER.nbctl("meter-add log drop 3 kbps");
        SortedSet<String> before = Contents.foreign(SERVER, OWNER);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(LOGGING);
            RunningWriter.await(() -> writer.state().rejectedRows() == 1 && writer.inSync());
            assertThat(SERVER.rows("ACL")).hasSize(3);
            assertThat(Contents.foreign(SERVER, OWNER)).isEqualTo(before);
        }
    }
}
