package dev.terrace.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.PolicyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestDirectorySourceTest {

    /** A change is to be seen within a second; the rest is for a machine that is busy. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Longer than it takes to see a change. */
    private static final Duration A_WHILE = Duration.ofMillis(1200);

    @TempDir
    Path directory;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private @Nullable ManifestDirectorySource source;

    private final FactSink sink = new FactSink() {
        @Override
        public void upsert(Fact fact) {
            calls.add("+" + name(fact.key()));
        }

        @Override
        public void remove(FactKey key) {
            calls.add("-" + name(key));
        }

        @Override
        public void synced(Set<PolicyKind> unread) {
            calls.add(unread.isEmpty() ? "synced" : "synced without " + unread);
        }
    };

    private static String name(FactKey key) {
        return key instanceof NamespaceKey(String name) ? name : key.toString();
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    private void start() throws ManifestException {
        source =
                ManifestDirectorySource.start(directory, sink, error -> errors.add(String.valueOf(error.getMessage())));
    }

    private Path write(String file, String... namespaces) throws IOException {
        String text = String.join(
                "---\n",
                Arrays.stream(namespaces)
                        .map(ManifestDirectorySourceTest::namespace)
                        .toList());
        return Files.writeString(directory.resolve(file), text);
    }

    private static String namespace(String nameAndLabel) {
        String[] parts = nameAndLabel.split(":", 2);
        String label = parts.length == 1 ? "" : parts[1];
        return "{apiVersion: v1, kind: Namespace, metadata: {name: " + parts[0] + ", labels: {l: '" + label + "'}}}\n";
    }

    private void assertCalls(String... expected) throws InterruptedException {
        for (String call : expected) {
            assertThat(calls.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(call);
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void everythingIsDeliveredThenSynced() throws Exception {
        write("a.yaml", "a", "b");
        start();
        assertCalls("+a", "+b", "synced");
    }

    @Test
    void nothingIsDeliveredFromADirectoryThatIsMalformedAtFirst() throws Exception {
        write("a.yaml", "a");
        Files.writeString(directory.resolve("b.yaml"), "kind: [");
        assertThatThrownBy(this::start).isInstanceOf(ManifestException.class);
        assertThat(calls).isEmpty();
        assertThatThrownBy(() -> ManifestDirectorySource.start(directory.resolve("missing"), sink, error -> {}))
                .isInstanceOf(ManifestException.class)
                .hasMessageEndingWith(": no such directory");
    }

    @Test
    void onlyDifferencesAreDelivered() throws Exception {
        write("a.yaml", "a", "b");
        start();
        assertCalls("+a", "+b", "synced");
        write("a.yaml", "a:changed", "b");
        assertCalls("+a");
        write("c.yml", "c");
        assertCalls("+c");
        Files.delete(directory.resolve("c.yml"));
        assertCalls("-c");
        write("a.yaml", "b");
        assertCalls("-a");
    }

    @Test
    void aFileThatMovesChangesNothing() throws Exception {
        write("a.yaml", "a");
        start();
        assertCalls("+a", "synced");
        Files.move(directory.resolve("a.yaml"), directory.resolve("b.yaml"));
        Thread.sleep(A_WHILE);
        assertCalls();
        assertThat(errors).isEmpty();
    }

    @Test
    void aChangeIsSeenWithinASecond() throws Exception {
        write("a.yaml", "a");
        start();
        assertCalls("+a", "synced");
        // The best of some, because the machine may be busy with other things.
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            write("a.yaml", "a:" + i);
            assertCalls("+a");
            best = Math.min(best, System.nanoTime() - begin);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void anEditorsRenameIsSeen() throws Exception {
        write("a.yaml", "a");
        start();
        assertCalls("+a", "synced");
        Path draft = write(".a.yaml.swp", "a:new");
        Files.move(
                draft,
                directory.resolve("a.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertCalls("+a");
    }

    @Test
    void theLinksOfAMountedConfigMapAreFollowed() throws Exception {
        Files.createDirectory(directory.resolve("..1"));
        Files.createDirectory(directory.resolve("..2"));
        write("..1/a.yaml", "a:1");
        write("..2/a.yaml", "a:2");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
        start();
        assertCalls("+a", "synced");
        Files.createSymbolicLink(directory.resolve("..tmp"), Path.of("..2"));
        Files.move(directory.resolve("..tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertCalls("+a");
    }

    @Test
    void aChangeBehindALinkIsSeenWithoutBeingTold(@TempDir Path elsewhere) throws Exception {
        Path target = Files.writeString(elsewhere.resolve("real.yaml"), namespace("a"));
        Files.createSymbolicLink(directory.resolve("a.yaml"), target);
        start();
        assertCalls("+a", "synced");
        Files.writeString(target, namespace("a:changed"));
        assertCalls("+a");
    }

    @Test
    void newDirectoriesAreWatchedToo() throws Exception {
        start();
        assertCalls("synced");
        Files.createDirectories(directory.resolve("x/y"));
        write("x/y/a.yaml", "a");
        assertCalls("+a");
        write("x/y/a.yaml", "a:changed");
        assertCalls("+a");
    }

    @Test
    void whileMalformedWhatWasDeliveredStandsAndTheErrorIsToldOnce() throws Exception {
        write("a.yaml", "a");
        start();
        assertCalls("+a", "synced");
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "kind: [");
        assertThat(errors.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).startsWith(bad + ":");
        write("b.yaml", "b");
        Thread.sleep(A_WHILE);
        assertThat(errors).isEmpty();
        assertCalls();
        Files.delete(bad);
        assertCalls("+b");
        Files.writeString(directory.resolve("bad.yaml"), "kind: [");
        assertThat(errors.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).startsWith(bad + ":");
    }

    @Test
    void aDirectoryThatVanishesAndReturnsIsFollowedAgain() throws Exception {
        write("a.yaml", "a");
        start();
        assertCalls("+a", "synced");
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        assertThat(errors.poll(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(directory + ": no such directory");
        assertCalls();
        Files.createDirectory(directory);
        write("b.yaml", "b");
        assertCalls("+b", "-a");
        write("b.yaml", "b:changed");
        assertCalls("+b");
        Files.delete(away.resolve("a.yaml"));
        Files.delete(away);
    }

    @Test
    void afterClosingNothingIsDelivered() throws Exception {
        start();
        assertCalls("synced");
        close();
        write("a.yaml", "a");
        Thread.sleep(A_WHILE);
        assertThat(List.copyOf(calls)).isEmpty();
    }
}
