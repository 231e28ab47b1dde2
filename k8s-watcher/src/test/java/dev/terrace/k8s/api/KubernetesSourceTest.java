package dev.terrace.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectKind;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KubernetesSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApiServer api = new ApiServer();
    private final DeliveredFacts facts = new DeliveredFacts();
    private final BlockingQueue<String> malformed = new LinkedBlockingQueue<>();
    private @Nullable KubernetesSource source;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
        api.close();
    }

    private void start() throws Exception {
        Config config =
                new ConfigBuilder(Config.empty()).withMasterUrl(api.url()).build();
        source = KubernetesSource.start(
                ClusterAccess.client(config),
                Duration.ofMillis(200),
                facts,
                (Decoded.Malformed unusable) -> malformed.add(unusable.message()));
    }

    private void startAndSync() throws Exception {
        start();
        DeliveredFacts.await("synced", () -> facts.atSync() != null);
    }

    private static String namespace(String name) {
        return "{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}\n---\n";
    }

    @Test
    void givesTheFactsThatTheManifestsOfEveryExampleGive() throws Exception {
        Map<FactKey, Fact> expected = new HashMap<>();
        for (Path folder : Examples.folders()) {
            api.apply(folder);
            ManifestDirectory.read(folder).forEach(fact -> expected.put(fact.key(), fact));
        }
        startAndSync();
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(facts.atSync()).isEqualTo(expected);
        assertThat(malformed).isEmpty();
    }

    @Test
    void followsWhatIsCreatedChangedAndDeleted() throws Exception {
        startAndSync();
        api.apply(namespace("a"));
        DeliveredFacts.await("created", () -> facts.has("a"));
        api.apply("{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {team: red}}}");
        DeliveredFacts.await(
                "changed",
                () -> String.valueOf(facts.known().get(new NamespaceKey("a"))).contains("red"));
        api.delete(ObjectKind.NAMESPACE, "", "a");
        DeliveredFacts.await("deleted", () -> !facts.has("a"));
    }

    @Test
    void listsInPages() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            api.apply(namespace("n" + i));
        }
        startAndSync();
        assertThat(facts.atSync()).hasSize(1_200);
        assertThat(api.pages()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aPageThatIsCutOffIsReadAgain() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            api.apply(namespace("n" + i));
        }
        api.cutNextPage();
        startAndSync();
        assertThat(facts.atSync()).hasSize(1_200);
        assertThat(api.pages()).isGreaterThan(2);
    }

    @Test
    void aListWhosePagesHaveExpiredIsReadAgain() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            api.apply(namespace("n" + i));
        }
        api.expirePages();
        startAndSync();
        assertThat(facts.atSync()).hasSize(1_200);
    }

    @Test
    void waitsForAServerThatIsBusyAtTheStart() throws Exception {
        api.apply(namespace("a"));
        api.throttle(3 * ObjectKind.values().length);
        startAndSync();
        assertThat(facts.has("a")).isTrue();
    }

    @Test
    void waitsForAServerThatIsBusyLater() throws Exception {
        startAndSync();
        api.throttle(3 * ObjectKind.values().length);
        api.cut();
        api.apply(namespace("a"));
        DeliveredFacts.await("caught up", () -> facts.has("a") && api.throttled() <= 0);
    }

    @Test
    void anOldBookmarkBringsNothingBack() throws Exception {
        startAndSync();
        long old = api.version();
        api.apply(namespace("a") + namespace("gone"));
        DeliveredFacts.await("created", () -> facts.has("gone"));
        api.apply("{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {team: red}}}");
        api.delete(ObjectKind.NAMESPACE, "", "gone");
        DeliveredFacts.await("deleted", () -> !facts.has("gone"));
        api.bookmark(ObjectKind.NAMESPACE, old);
        api.apply(namespace("b"));
        DeliveredFacts.await("after the bookmark", () -> facts.has("b"));
        api.bookmark(ObjectKind.NAMESPACE, old);
        api.cut();
        api.apply(namespace("c"));
        DeliveredFacts.await("caught up", () -> facts.has("c"));
        assertThat(facts.has("gone")).isFalse();
        assertThat(String.valueOf(facts.known().get(new NamespaceKey("a")))).contains("red");
    }

    @Test
    void seesWhatHappenedWhileTheConnectionWasCut() throws Exception {
        api.apply(namespace("a"));
        startAndSync();
        api.cut();
        api.delete(ObjectKind.NAMESPACE, "", "a");
        api.apply(namespace("b"));
        DeliveredFacts.await("caught up", () -> facts.has("b") && !facts.has("a"));
    }

    @Test
    void listsAgainWhenTheServerHasForgotten() throws Exception {
        api.apply(namespace("a") + namespace("kept"));
        startAndSync();
        synchronized (api) {
            api.delete(ObjectKind.NAMESPACE, "", "a");
            api.apply(namespace("b"));
            api.compact();
            api.cut();
        }
        DeliveredFacts.await("caught up", () -> facts.has("b") && facts.has("kept") && !facts.has("a"));
    }

    @Test
    void aKindWithoutItsCrdIsEmptyUntilItIsInstalled() throws Exception {
        api.remove(ObjectKind.DEVELOPER_NETWORK_POLICY);
        startAndSync();
        Path example = Examples.PATH.resolve("kinds/developernetworkpolicy");
        List<FactKey> keys =
                ManifestDirectory.read(example).stream().map(Fact::key).toList();
        api.install(ObjectKind.DEVELOPER_NETWORK_POLICY);
        api.apply(example);
        DeliveredFacts.await("installed", () -> facts.known().keySet().containsAll(keys));
        api.remove(ObjectKind.DEVELOPER_NETWORK_POLICY);
        DeliveredFacts.await("removed", () -> keys.stream().noneMatch(facts.known()::containsKey));
    }

    @Test
    void whatWasKnownOfAnObjectStandsWhenItCannotBeUsed() throws Exception {
        String node =
                "{apiVersion: v1, kind: Node, metadata: {name: n}, status: {addresses: [{type: InternalIP, address: %s}]}}";
        api.apply(node.formatted("10.0.0.1"));
        startAndSync();
        api.apply(node.formatted("nonsense"));
        assertThat(malformed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .contains("Node n")
                .contains("nonsense");
        assertThat(facts.known().toString()).contains("10.0.0.1");
    }

    @Test
    void withoutPodsItIsNotSynced() throws Exception {
        api.forbid(ObjectKind.POD);
        api.apply(namespace("a"));
        start();
        KubernetesSource running = Objects.requireNonNull(source);
        Map<ObjectKind, String> trouble =
                Map.of(ObjectKind.POD, "we may not watch pods: the verbs list and watch are needed");
        DeliveredFacts.await("trouble", () -> running.troubles().equals(trouble));
        DeliveredFacts.await("the others", () -> facts.has("a"));
        api.apply(namespace("b"));
        DeliveredFacts.await("the others go on", () -> facts.has("b"));
        assertThat(facts.atSync()).isNull();
    }

    @Test
    void policiesThatItMayNotListHoldNothingElseUp() throws Exception {
        api.forbid(ObjectKind.NETWORK_POLICY);
        api.apply(namespace("a"));
        start();
        KubernetesSource running = Objects.requireNonNull(source);
        Map<ObjectKind, String> trouble = Map.of(
                ObjectKind.NETWORK_POLICY,
                "we may not watch networkpolicies.networking.k8s.io: the verbs list and watch are needed");
        DeliveredFacts.await("trouble", () -> running.troubles().equals(trouble));
        DeliveredFacts.await("synced", () -> facts.unread().equals(List.of(Set.of(PolicyKind.NETWORK_POLICY))));
        assertThat(Objects.requireNonNull(facts.atSync())).hasSize(1);

        api.allow(ObjectKind.NETWORK_POLICY);
        DeliveredFacts.await(
                "synced with them",
                () -> facts.unread().equals(List.of(Set.of(PolicyKind.NETWORK_POLICY), Set.<PolicyKind>of())));
        assertThat(running.troubles()).isEmpty();
    }

    @Test
    void whoMayListNothingIsTurnedAway() {
        for (ObjectKind kind : ObjectKind.values()) {
            api.forbid(kind);
        }
        assertThatThrownBy(this::start)
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("we may not list")
                .hasMessageContaining("the verbs list and watch are needed");
        assertThat(facts.atSync()).isNull();
    }

    @Test
    void saysThatTheServerDoesNotAnswer() {
        api.close();
        assertThatThrownBy(this::start).isInstanceOf(KubernetesException.class).hasMessageContaining(api.url());
    }
}
