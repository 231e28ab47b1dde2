package dev.terrace.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.status.Failure;
import dev.terrace.core.status.Programmed;
import dev.terrace.core.status.Progress;
import dev.terrace.core.status.Remarks;
import dev.terrace.core.status.StatusSink;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterState;
import dev.terrace.ovn.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PolicyProgressTest {

    private static final PolicyKind KIND = PolicyKind.DEVELOPER_NETWORK_POLICY;
    private static final Written SOME = new Written(1, 3, 0, 0);

    private final PolicyProgress progress = new PolicyProgress(false);
    private final PolicyProgress untilDatapath = new PolicyProgress(true);
    private final List<Progress> reports = new ArrayList<>();

    private final StatusSink sink = new StatusSink() {
        @Override
        public Map<PolicyKind, Long> delivered() {
            return Map.of();
        }

        @Override
        public void report(Progress report) {
            reports.add(report);
        }
    };

    private static Policy policy(String name) {
        return new Policy(
                new PolicyKey(KIND, "a", name),
                "",
                1,
                Stage.DEVELOPER,
                1,
                PodSelection.in("a", LabelSelector.EVERYTHING),
                List.of(new Rule(0, "", Action.DENY, List.of(new Peer.Anyone()), List.of())),
                List.of(),
                Set.of(),
                List.of());
    }

    private static void hear(PolicyProgress progress, Policy policy) {
        progress.hear(Map.of(policy.key(), policy), Set.of(KIND));
    }

    /** Hands over what was delivered up to a version. */
    private static CompletableFuture<Outcome> handOver(PolicyProgress progress, long version) {
        CompletableFuture<Outcome> writing = new CompletableFuture<>();
        progress.follow(writing);
        progress.translated(Map.of(KIND, version));
        return writing;
    }

    private @Nullable Programmed tell(PolicyProgress from, DesiredImage image, PolicyKey... exhausted) {
        from.tell(sink, List.of(exhausted), Remarks.NONE, () -> image);
        return reports.getLast().programmed();
    }

    private @Nullable Programmed tell(PolicyProgress from) {
        return tell(from, DesiredImage.EMPTY);
    }

    private static Programmed upTo(long version) {
        return new Programmed(Map.of(KIND, version), Map.of());
    }

    @Test
    void databaseIsAsFarAsTheNewestHandoverThatIsCommitted() {
        hear(progress, policy("p"));
        CompletableFuture<Outcome> first = handOver(progress, 5);
        assertThat(tell(progress)).isNull();
        assertThat(reports.getLast().policies()).containsExactly(policy("p"));
        CompletableFuture<Outcome> second = handOver(progress, 7);
        first.complete(new Outcome.Committed(SOME));
        assertThat(tell(progress)).isEqualTo(upTo(5));
        second.complete(new Outcome.Committed(SOME));
        assertThat(tell(progress)).isEqualTo(upTo(7));
    }

    @Test
    void whatNeedsNoRowsIsThereAtOnceButNotBeforeWhatCameBefore() {
        hear(progress, policy("p"));
        CompletableFuture<Outcome> first = handOver(progress, 5);
        progress.translated(Map.of(KIND, 6L));
        tell(progress);
        first.complete(new Outcome.Committed(SOME));
        assertThat(tell(progress)).isEqualTo(upTo(6));
        progress.translated(Map.of(KIND, 8L));
        assertThat(tell(progress)).isEqualTo(upTo(8));
    }

    @Test
    void nothingNewIsNotTold() {
        hear(progress, policy("p"));
        handOver(progress, 5).complete(new Outcome.Committed(SOME));
        tell(progress);
        hear(progress, policy("p"));
        handOver(progress, 5).complete(new Outcome.Committed(SOME));
        tell(progress);
        assertThat(reports).hasSize(1);
    }

    @Test
    void whoStandsByTellsNothingOfTheDatabase() {
        hear(progress, policy("p"));
        handOver(progress, 5).complete(new Outcome.Committed(SOME));
        assertThat(tell(progress)).isEqualTo(upTo(5));
        progress.phaseChanged(new WriterState(WriterState.Phase.STANDING_BY, "", 1, 1, 1, 0, 1, 1, 0, 1, null, 0, 0));
        assertThat(tell(progress)).isNull();
    }

    @Test
    void rejectedRowsFailTheirPolicyUntilTheyAreTaken() {
        Policy policy = policy("p");
        PodFact pod = new PodFact(
                new PodKey("a", "one"),
                Map.of(),
                "n",
                List.of(IpAddress.parse("10.0.0.1")),
                PodNetwork.CLUSTER,
                false,
                Set.of(),
                Set.of());
        DesiredImage image = new FullTranslator("test", TierLayout.STANDALONE, Platform.DEFAULT)
                .translate(ClusterFacts.of(List.of(policy, pod)))
                .image();
        RowKey group = image.rows().values().stream()
                .flatMap(row -> row instanceof AclRow acl && acl.externalIds().containsValue("p")
                        ? Stream.of(new RowKey(RowKey.Table.PORT_GROUP, acl.portGroup()))
                        : Stream.empty())
                .findFirst()
                .orElseThrow();
        hear(progress, policy);
        handOver(progress, 5).complete(new Outcome.Rejected(new TreeMap<>(Map.of(group, "no")), SOME));
        assertThat(tell(progress, image))
                .isEqualTo(new Programmed(
                        Map.of(KIND, 5L), Map.of(policy.key(), new Failure.Rejected(List.of(group + ": no")))));
        // Tried again later, with nothing handed over.
        progress.settled(new Outcome.Committed(SOME));
        assertThat(tell(progress, image)).isEqualTo(upTo(5));
        assertThat(tell(progress, image, policy.key()))
                .isEqualTo(new Programmed(Map.of(KIND, 5L), Map.of(policy.key(), new Failure.Exhausted())));
    }

    @Test
    void whereItIsAskedForRowsCountWhenTheyAreInEveryDatapath() {
        hear(untilDatapath, policy("p"));
        handOver(untilDatapath, 5).complete(new Outcome.Committed(SOME));
        untilDatapath.askedDatapath();
        assertThat(tell(untilDatapath)).isNull();
        handOver(untilDatapath, 6).complete(new Outcome.Committed(SOME));
        untilDatapath.reachedDatapath(Duration.ZERO);
        assertThat(tell(untilDatapath)).isEqualTo(upTo(5));
        untilDatapath.askedDatapath();
        untilDatapath.reachedDatapath(Duration.ZERO);
        assertThat(tell(untilDatapath)).isEqualTo(upTo(6));
        // Nothing was written, so nobody is asked.
        handOver(untilDatapath, 7).complete(new Outcome.Committed(new Written(0, 0, 0, 0)));
        assertThat(tell(untilDatapath)).isEqualTo(upTo(7));
    }

    @Test
    void longOutageDoesNotGrowWhatIsRemembered() {
        hear(progress, policy("p"));
        List<CompletableFuture<Outcome>> writings = new ArrayList<>();
        for (long version = 1; version <= 5_000; version++) {
            writings.add(handOver(progress, version));
        }
        writings.forEach(writing -> writing.complete(new Outcome.Committed(SOME)));
        assertThat(tell(progress)).isEqualTo(upTo(5_000));
    }
}
