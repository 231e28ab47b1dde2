package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.Packet;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.Protocol;
import dev.terrace.ovn.Rows;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Rows of one look are replaced by rows of another one that mean the same, in many transactions. */
class UpgradeLawsTest {

    private final RowUuids uuids = new RowUuids(Rows.OWNER);

    @Provide
    Arbitrary<DesiredImage> images() {
        return Images.crowded();
    }

    /** Also where the plan is made anew on the way, as after a connection was cut. */
    @Property(tries = 200)
    void noVerdictChangesOnTheWay(
            @ForAll("images") DesiredImage image,
            @ForAll Random random,
            @ForAll boolean sameNames,
            @ForAll @IntRange(min = 3, max = 12) int operations) {
        DesiredImage from = new Look("old_", random).of(image);
        DesiredImage to = new Look(sameNames ? "old_" : "new_", random).of(image);
        NorthboundModel database = new NorthboundModel();
        Images.PORTS.forEach(port -> database.ports.put(port, UUID.nameUUIDFromBytes(port.getBytes(UTF_8))));
        plan(from, database, Bounds.DEFAULT).forEachRemaining(database::commit);
        Map<String, Boolean> before = verdicts(from);

        Bounds bounds = new Bounds(operations, 4_000);
        Iterator<Transaction> planned = plan(to, database, bounds);
        while (planned.hasNext()) {
            database.commit(planned.next());
            assertThat(verdicts(database.image()).entrySet()).isSubsetOf(before.entrySet());
            if (random.nextInt(4) == 0) {
                planned = plan(to, database, bounds);
            }
        }
        assertThat(database.contents()).isEqualTo(database.contentsOf(to));
    }

    private Iterator<Transaction> plan(DesiredImage image, NorthboundModel database, Bounds bounds) {
        return Planner.plan(DesiredRows.of(image, uuids), database.replica(), Set.of(), bounds, Scope.all())
                .inTurn();
    }

    /** Whether each packet of which images can think goes on. */
    private static Map<String, Boolean> verdicts(DesiredImage image) {
        AclPipeline pipeline = new AclPipeline(image);
        Map<String, Boolean> verdicts = new TreeMap<>();
        for (String port : Images.PORTS) {
            for (String address : Images.ADDRESSES) {
                verdicts.put(
                        address + " to " + port,
                        pipeline.decide(Direction.INGRESS, packet(port, address))
                                .isAllowed());
            }
        }
        return verdicts;
    }

    private static Packet packet(String port, String source) {
        LogicalPort at = new LogicalPort(port);
        return new Packet(at, at, IpPrefix.parse(source).network(), IpAddress.parse("10.1.0.1"), Protocol.UDP, 53);
    }
}
