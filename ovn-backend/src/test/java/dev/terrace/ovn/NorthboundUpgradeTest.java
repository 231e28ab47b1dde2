package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.Row;
import dev.terrace.ovn.plan.Bounds;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Most rows are removed, because another version writes others, or because the source has lost its policies. */
class NorthboundUpgradeTest {

    private static final int POLICIES = 60;

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final DesiredImage OLDER = image("older", POLICIES, Stream::of);

    /** With a row less for each policy. */
    private static final DesiredImage NEWER = image(
            "newer",
            POLICIES,
            row -> row instanceof AclRow acl && acl.id().endsWith(".deny") ? Stream.empty() : Stream.of(row));

    private interface Look {
        Stream<Row> of(Row row);
    }

    @BeforeEach
    void begin() throws Exception {
        SERVER.clear();
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.desire(OLDER)).isInstanceOf(Outcome.Committed.class);
        }
    }

    private static DesiredImage image(String version, int policies, Look look) {
        return DesiredImage.of(IntStream.range(0, policies)
                .mapToObj(number ->
                        Rows.policy(version + number).stream().flatMap(look::of).map(row -> of(row, number)))
                .flatMap(rows -> rows)
                .toList());
    }

    private static Row of(Row row, int policy) {
        if (!(row instanceof AclRow acl)) {
            return row;
        }
        SortedMap<String, String> ids = new TreeMap<>(acl.externalIds());
        ids.put(ExternalIds.POLICY, "policy" + policy);
        return Rows.with(acl, ids);
    }

    private static WriterSettings settings(FaultProxy proxy) {
        return WriterSettings.of(List.of(proxy.endpoint()), Rows.OWNER).withBounds(new Bounds(20, 1 << 20));
    }

    private static void assertHolds(DesiredImage image) {
        assertThat(Contents.of(SERVER, Rows.OWNER)).isEqualTo(Contents.of(image, Set.of()));
    }

    @Test
    void aPlanThatIsCutAndMadeAnewIsCarriedThrough() throws Exception {
        Random random = Faults.random("upgrade");
        for (int i = 0; i < Faults.times(3); i++) {
            begin();
            try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                    RunningWriter writer = new RunningWriter(settings(proxy))) {
                proxy.cutToServerAfter(random.nextInt(200_000));
                assertThat(Trial.end(writer.wish(NEWER))).isInstanceOf(Outcome.Committed.class);
            }
            assertHolds(NEWER);
        }
    }

    @Test
    void oneThatIsKilledIsFollowedByOneThatGoesOn() throws Exception {
        try (FaultProxy proxy = new FaultProxy(SERVER.endpoint())) {
            try (RunningWriter killed = new RunningWriter(settings(proxy))) {
                proxy.cutToServerAfter(100_000);
                var _ = killed.wish(NEWER);
                RunningWriter.await(proxy::hasCut);
            }
            try (RunningWriter writer = new RunningWriter(settings(proxy))) {
                assertThat(Trial.end(writer.wish(NEWER))).isInstanceOf(Outcome.Committed.class);
            }
        }
        assertHolds(NEWER);
    }

    @Test
    void whatMostPoliciesHadStaysUntilSomebodyConfirms() throws Exception {
        try (NorthboundWriter writer =
                new NorthboundWriter(WriterSettings.of(List.of(SERVER.endpoint()), Rows.OWNER), WriterListener.NONE)) {
            writer.start();
            DesiredImage few = image("newer", POLICIES / 10, Stream::of);
            assertThat(Trial.end(writer.desire(few).toCompletableFuture()))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.rows().keySet())
                                    .isEqualTo(OLDER.rows().keySet()));
            writer.confirmRemovals();
            RunningWriter.await(() -> Contents.of(SERVER, Rows.OWNER).equals(Contents.of(few, Set.of())));
        }
    }
}
