package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static dev.terrace.ovn.Rows.acl;
import static dev.terrace.ovn.Rows.group;
import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The finer points of what the writer writes, puts right and leaves alone: row by row, column by column. */
class NorthboundDriftTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final Set<String> PORTS = Set.of("shop_web", "shop_db");
    private static final DesiredImage TWO_POLICIES = image(policy("web", "shop_web"), policy("db", "shop_db"));

    @BeforeEach
    void empty() {
        SERVER.clear();
        SERVER.nbctl("ls-add sw -- lsp-add sw shop_web -- lsp-add sw shop_db");
    }

    private static void assertHolds(DesiredImage image) {
        assertThat(Contents.of(SERVER, OWNER)).isEqualTo(Contents.of(image, PORTS));
    }

    @Test
    void fillsAnEmptyDatabaseInOneTransaction() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            Outcome outcome = writer.desire(TWO_POLICIES);

            assertThat(outcome).isEqualTo(new Outcome.Committed(new Written(1, 10, 2, 0)));
            assertHolds(TWO_POLICIES);
            assertThat(writer.state().transactions()).isOne();
            assertThat(writer.state().ownRows()).isEqualTo(10);
            assertThat(writer.state().logicalPorts()).isEqualTo(2);
        }
    }

    @Test
    void writesNothingBeforeItIsToldWhatToWrite() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
        }
        int before = SERVER.transactions();
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            RunningWriter.await(() -> writer.state().ownRows() == 10);
        }
        assertThat(SERVER.transactions()).isEqualTo(before);
    }

    @Test
    void changesInPlaceWhatChanges() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(image(
                    set("as", "10.0.0.1/32", "10.0.0.2/32"),
                    group("pg", "shop_web"),
                    acl("a", "pg", 1, 1000, "ip4.src == $as", AclRow.Verb.DROP)));
            String uuids = SERVER.nbctl(
                    "--columns=_uuid list acl; ovn-nbctl --db=unix:/nb/sock --columns=_uuid list port_group");
            DesiredImage next = image(
                    set("as", "10.0.0.2/32", "10.0.0.3/32"),
                    group("pg", "shop_db", "nowhere_yet"),
                    acl("a", "pg", 2, 7, "ip4.src == $as && tcp", AclRow.Verb.ALLOW_RELATED));

            assertThat(writer.desire(next)).isEqualTo(new Outcome.Committed(new Written(1, 0, 3, 0)));
            assertHolds(next);
            assertThat(SERVER.nbctl(
                            "--columns=_uuid list acl; ovn-nbctl --db=unix:/nb/sock --columns=_uuid list port_group"))
                    .isEqualTo(uuids);
        }
    }

    private static void assertHealed(String nbctl) throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            long transactions = writer.state().transactions();
            SERVER.nbctl(nbctl);
            Duration took = RunningWriter.await(() -> writer.state().transactions() > transactions && writer.inSync());
            assertThat(took).isLessThan(Duration.ofSeconds(1));
            assertThat(writer.state().driftHealed()).isPositive();
            assertHolds(TWO_POLICIES);
        }
    }

    @Test
    void healsAChangedAcl() throws Exception {
        assertHealed("set acl web.deny action=allow-related match=0 priority=3 tier=3 log=true options:a=b "
                + "external_ids:x=y external_ids:terrace.dev/generation=7");
    }

    @Test
    void healsAnAclThatLostItsPrimaryId() throws Exception {
        assertHealed("remove acl web.deny external_ids terrace.dev/id");
    }

    @Test
    void healsAnAclThatWasMovedToAnotherGroup() throws Exception {
        assertHealed("clear port_group pg_web acls -- add port_group pg_db acls "
                + "$(ovn-nbctl --no-leader-only --db=unix:/nb/sock --bare --columns=_uuid find acl name=web.deny)");
    }

    @Test
    void healsARenamedGroup() throws Exception {
        assertHealed("set port_group pg_web name=mine");
    }

    @Test
    void healsPortsThatWereMovedAbout() throws Exception {
        SERVER.nbctl("lsp-add sw other");
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            long transactions = writer.state().transactions();
            SERVER.nbctl("pg-set-ports pg_web shop_db other");
            RunningWriter.await(() -> writer.state().transactions() > transactions && writer.inSync());
            assertHolds(TWO_POLICIES);
        }
    }

    @Test
    void refillsAnEmptiedDatabase() throws Exception {
        assertHealed("--all destroy port_group -- --all destroy address_set");
    }

    @Test
    void takesAwayACopyThatClaimsToBeOurs() throws Exception {
        assertHealed("--id=@a create acl direction=to-lport priority=1 match=1 action=allow "
                + "external_ids:terrace.dev/owner=test external_ids:terrace.dev/id=web.deny "
                + "-- add port_group pg_db acls @a");
    }

    @Test
    void touchesNoForeignRow() throws Exception {
        SERVER.nbctl("create address_set name=nobodys addresses=1.1.1.1 "
                + "-- create address_set name=theirs addresses=1.1.1.2 external_ids:terrace.dev/owner=other "
                + "external_ids:terrace.dev/id=as_web");
        SERVER.nbctl("pg-add nobodys shop_web -- acl-add nobodys to-lport 5 ip4 drop "
                + "-- --id=@a create acl direction=to-lport priority=9 match=ip4 action=drop name=web.deny "
                + "external_ids:terrace.dev/owner=other external_ids:terrace.dev/id=web.deny "
                + "-- create port_group name=theirs acls=@a external_ids:terrace.dev/owner=other "
                + "external_ids:terrace.dev/id=pg_web "
                + "-- acl-add sw from-lport 77 ip6 drop");
        SortedSet<String> before = Contents.foreign(SERVER, OWNER);
        assertThat(before).hasSize(7);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            writer.desire(image(policy("web")));
            SERVER.nbctl("destroy address_set as_web");
            RunningWriter.await(() -> writer.state().driftHealed() > 0 && writer.inSync());
            writer.desire(DesiredImage.EMPTY);
        }
        assertThat(Contents.foreign(SERVER, OWNER)).isEqualTo(before);
    }

    @Test
    void healsAnAclThatSomebodyMadeHisOwn() throws Exception {
        assertHealed("set acl web.deny external_ids:terrace.dev/owner=other");
    }

    @Test
    void leavesASetThatSomebodyMadeHisOwn() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            SERVER.nbctl("set address_set as_web external_ids:terrace.dev/owner=other");
            RunningWriter.await(() -> writer.state().rejectedRows() == 3 && writer.inSync());
            SortedSet<String> theirs = Contents.foreign(SERVER, OWNER);
            assertThat(theirs).hasSize(1);

            assertThat(writer.desire(image(policy("db", "shop_db")))).isInstanceOf(Outcome.Committed.class);
            assertThat(Contents.foreign(SERVER, OWNER)).isEqualTo(theirs);
        }
    }

    @Test
    void twoOwnersDoNotDisturbEachOther() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint());
                RunningWriter other = new RunningWriter(SERVER.endpoint(), "other")) {
            other.desire(DesiredImage.EMPTY);
            writer.desire(TWO_POLICIES);
            assertThat(other.desire(DesiredImage.EMPTY)).isEqualTo(new Outcome.Committed(Written.NOTHING));
            assertHolds(TWO_POLICIES);
        }
    }

    @Test
    void followsAPortThatIsReplacedInOneTransaction() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(TWO_POLICIES);
            long transactions = writer.state().transactions();
            SERVER.nbctl("lsp-del shop_web -- lsp-add sw shop_web");
            RunningWriter.await(() -> writer.state().transactions() > transactions && writer.inSync());
            assertHolds(TWO_POLICIES);
        }
    }
}
