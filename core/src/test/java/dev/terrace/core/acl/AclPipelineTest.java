package dev.terrace.core.acl;

import static dev.terrace.core.acl.Packets.P1;
import static dev.terrace.core.acl.Packets.P2;
import static dev.terrace.core.acl.Packets.packet;
import static dev.terrace.core.desired.AclRow.Verb.ALLOW_RELATED;
import static dev.terrace.core.desired.AclRow.Verb.DROP;
import static dev.terrace.core.desired.AclRow.Verb.PASS;
import static dev.terrace.core.model.Direction.EGRESS;
import static dev.terrace.core.model.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AclPipelineTest {

    private static final Packet WEB = packet("tcp 10.0.0.1 10.0.0.2 80");
    private static final Packet DNS = packet("udp 10.0.0.1 10.0.0.2 53");

    private static final PortGroupRow ONE = group("one", P1);
    private static final PortGroupRow TWO = group("two", P2);

    @Test
    void withoutAclsAllIsAllowed() {
        Decision decision = pipeline().decide(INGRESS, WEB);
        assertThat(decision).isEqualTo(new Decision.NoVerdict(List.of()));
        assertThat(decision.isAllowed()).isTrue();
        assertThat(decision.by()).isEmpty();
    }

    @Test
    void theHighestPriorityDecides() {
        AclRow low = acl("low", 0, 10, "ip4", DROP);
        AclRow high = acl("high", 0, 11, "tcp", ALLOW_RELATED);
        AclPipeline pipeline = pipeline(low, high);
        assertThat(pipeline.decide(INGRESS, WEB)).isEqualTo(new Decision.Allowed(high, List.of()));
        assertThat(pipeline.decide(INGRESS, DNS)).isEqualTo(new Decision.Dropped(low, List.of()));
    }

    @Test
    void aLowerTierDecidesBeforeAHigherPriority() {
        AclRow early = acl("early", 1, 0, "1", DROP);
        AclRow late = acl("late", 2, 32767, "1", ALLOW_RELATED);
        Decision decision = pipeline(early, late).decide(INGRESS, WEB);
        assertThat(decision.by()).contains(early);
        assertThat(decision.isAllowed()).isFalse();
    }

    @Test
    void aTierWithoutAMatchIsSkipped() {
        AclRow silent = acl("silent", 0, 5, "udp", DROP);
        AclRow last = acl("last", 3, 5, "tcp", DROP);
        assertThat(pipeline(silent, last).decide(INGRESS, WEB)).isEqualTo(new Decision.Dropped(last, List.of()));
    }

    @Test
    void passSkipsTheRestOfItsTier() {
        AclRow pass = acl("pass", 0, 20, "tcp", PASS);
        AclRow deny = acl("deny", 0, 10, "1", DROP);
        AclRow next = acl("next", 1, 10, "1", PASS);
        AclRow allow = acl("allow", 2, 10, "1", ALLOW_RELATED);
        AclPipeline pipeline = pipeline(pass, deny, next, allow);
        assertThat(pipeline.decide(INGRESS, WEB)).isEqualTo(new Decision.Allowed(allow, List.of(pass, next)));
        assertThat(pipeline.decide(INGRESS, DNS)).isEqualTo(new Decision.Dropped(deny, List.of()));
    }

    @Test
    void passInTheLastTierAllows() {
        AclRow pass = acl("pass", 3, 20, "tcp", PASS);
        AclRow deny = acl("deny", 3, 10, "1", DROP);
        Decision decision = pipeline(pass, deny).decide(INGRESS, WEB);
        assertThat(decision).isEqualTo(new Decision.NoVerdict(List.of(pass)));
        assertThat(decision.isAllowed()).isTrue();
    }

    @Test
    void equalPriorityWithTwoActionsIsUndefined() {
        AclRow allow = acl("allow", 1, 10, "tcp", ALLOW_RELATED);
        AclRow again = acl("allow-again", 1, 10, "ip4", ALLOW_RELATED);
        AclRow deny = acl("deny", 1, 10, "tcp.dst == 80", DROP);
        AclPipeline pipeline = pipeline(allow, again, deny);
        assertThatThrownBy(() -> pipeline.decide(INGRESS, WEB))
                .isInstanceOf(AmbiguousAclsException.class)
                .hasMessageContaining("allow (allow-related) or deny (drop)")
                .hasMessageContaining("tier 1 at priority 10");
        assertThat(pipeline.decide(INGRESS, DNS).by()).contains(again);
    }

    @Test
    void equalPriorityBelowTheOneThatDecidesDoesNotMatter() {
        AclRow first = acl("first", 0, 11, "1", ALLOW_RELATED);
        AclRow allow = acl("allow", 0, 10, "1", ALLOW_RELATED);
        AclRow deny = acl("deny", 0, 10, "1", DROP);
        assertThat(pipeline(first, allow, deny).decide(INGRESS, WEB).by()).contains(first);
    }

    @Test
    void theDirectionsAreApart() {
        AclRow in = acl("in", INGRESS, 0, 10, "1", DROP);
        AclRow out = acl("out", EGRESS, 0, 10, "tcp", DROP);
        assertThat(pipeline(in, out).decide(EGRESS, DNS).isAllowed()).isTrue();
        assertThat(pipeline(in, out).decide(INGRESS, DNS).by()).contains(in);
    }

    @Test
    void theMatchRestrictsAndNotTheGroupThatItHangsOn() {
        AclRow everybody = acl("everybody", 0, 10, "tcp", DROP);
        AclRow members = acl("members", 0, 10, "outport == @one && udp", DROP);
        AclPipeline pipeline = pipeline(everybody, members);
        assertThat(pipeline.decide(INGRESS, WEB).by()).contains(everybody);
        assertThat(pipeline.decide(INGRESS, DNS).isAllowed()).isTrue();
    }

    @Test
    void egressDoesNotSeeTheOutport() {
        AclRow both = acl("both", EGRESS, 0, 10, "inport == @one && outport == @two", DROP);
        assertThat(pipeline(both).decide(EGRESS, WEB).isAllowed()).isTrue();
        AclRow in = acl("in", INGRESS, 0, 10, "inport == @one && outport == @two", DROP);
        assertThat(pipeline(in).decide(INGRESS, WEB).isAllowed()).isFalse();
    }

    @Test
    void aPacketFromOutsideIsNobodysEgress() {
        AclRow deny = acl("deny", EGRESS, 0, 10, "inport == {@one, @two}", DROP);
        Packet fromOutside = packet(null, P2, "tcp 192.0.2.1 10.0.0.2 80");
        assertThat(pipeline(deny).decide(EGRESS, fromOutside).isAllowed()).isTrue();
    }

    @Test
    void whatAnAclLacksKeepsItOut() {
        PortGroupRow empty = group("empty");
        AddressSetRow here = new AddressSetRow(
                "here", new TreeSet<>(List.of(IpPrefix.parse("10.0.0.0/8"))), Collections.emptySortedMap());
        AclRow set = acl("set", 0, 10, "ip4.src == {$here, $gone}", DROP);
        AclRow group = acl("group", 0, 10, "1 || outport == @empty", DROP);
        AclRow homeless = acl("homeless", "empty", INGRESS, 0, 10, "1", DROP);
        AclRow fine = acl("fine", 0, 1, "ip4.src == $here", ALLOW_RELATED);
        AclPipeline pipeline = pipeline(empty, here, set, group, homeless, fine);
        assertThat(pipeline.decide(INGRESS, WEB)).isEqualTo(new Decision.Allowed(fine, List.of()));
        assertThat(pipeline.notInstalled())
                .containsOnlyKeys("set", "group", "homeless")
                .containsEntry("set", sorted("$gone"))
                .containsEntry("group", sorted("@empty"))
                .containsEntry("homeless", sorted("@empty"));
    }

    @Test
    void anAclThatOvnWouldRefuseIsAnError() {
        assertThatThrownBy(() -> pipeline(acl("bad", 0, 10, "ip4 &&", DROP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ACL bad: at 6: expected");
        assertThatThrownBy(() -> pipeline(acl("tier", 4, 10, "ip4", DROP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ACL tier: no such place: tier 4, priority 10");
        assertThatThrownBy(() -> pipeline(acl("priority", 3, 32768, "ip4", DROP)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** As the comparison with the reference evaluator needs it; measured 0.4 s. */
    @Test
    @Timeout(10)
    void manyPacketsAreJudgedInSeconds() {
        List<Row> rows = new ArrayList<>();
        SortedSet<IpPrefix> members = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            members.add(IpPrefix.parse("10.1." + i + ".7/32"));
        }
        rows.add(new AddressSetRow("peers", members, Collections.emptySortedMap()));
        for (int i = 0; i < 100; i++) {
            rows.add(acl(
                    "acl" + i,
                    i % 4,
                    i,
                    "outport == @two && ip4 && ip4.src == $peers && (tcp.dst == {80, 443} || 8000 <= tcp.dst <= "
                            + (8000 + i) + ")",
                    PASS));
        }
        AclPipeline pipeline = pipeline(rows.toArray(Row[]::new));
        long start = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            Packet packet = packet("tcp 10.1." + i % 250 + ".7 10.0.0.2 " + (8000 + i % 1000));
            Decision decision = pipeline.decide(INGRESS, packet);
            assertThat(decision.isAllowed()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static AclPipeline pipeline(Row... rows) {
        List<Row> all = new ArrayList<>(List.of(ONE, TWO));
        all.addAll(Arrays.asList(rows));
        return new AclPipeline(DesiredImage.of(all));
    }

    private static AclRow acl(String id, int tier, int priority, String match, AclRow.Verb action) {
        return acl(id, INGRESS, tier, priority, match, action);
    }

    private static AclRow acl(
            String id, Direction direction, int tier, int priority, String match, AclRow.Verb action) {
        return acl(id, "one", direction, tier, priority, match, action);
    }

    private static AclRow acl(
            String id, String group, Direction direction, int tier, int priority, String match, AclRow.Verb action) {
        return new AclRow(id, group, direction, tier, priority, match, action, id, Collections.emptySortedMap());
    }

    private static PortGroupRow group(String name, LogicalPort... ports) {
        return new PortGroupRow(name, new TreeSet<>(Arrays.asList(ports)), Collections.emptySortedMap());
    }

    private static SortedSet<String> sorted(String... words) {
        return Arrays.stream(words).collect(Collectors.toCollection(TreeSet::new));
    }
}
