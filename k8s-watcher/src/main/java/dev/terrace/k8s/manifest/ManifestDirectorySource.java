package dev.terrace.k8s.manifest;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of manifests as a source of facts. It is watched, and looked through now and then as well, because a
 * watch misses what happens behind a link or on another machine. After a change all of it is read again, and what
 * differs is delivered. While it is malformed, what was delivered stands.
 */
public final class ManifestDirectorySource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestDirectorySource.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** How long nothing must change before a file counts as written: an editor may empty it first. */
    private static final Duration SETTLED_AFTER = Duration.ofMillis(50);

    private static final int MAX_SETTLING = 5;

    private final Path directory;
    private final FactSink sink;
    private final Consumer<ManifestException> errors;
    private final WatchService watch;
    private final Thread thread;

    private final Map<FactKey, Fact> delivered = new HashMap<>();
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private @Nullable Listing seen;
    private @Nullable String reported;
    private boolean watchIncomplete;

    private ManifestDirectorySource(
            Path directory, FactSink sink, Consumer<ManifestException> errors, WatchService watch) {
        this.directory = directory;
        this.sink = sink;
        this.errors = errors;
        this.watch = watch;
        this.thread = Thread.ofPlatform().daemon().name("manifests").unstarted(this::run);
    }

    /**
     * Delivers everything that is in a directory and then what changes there, until closed.
     *
     * @param errors told once of each state of the directory that cannot be read
     * @throws ManifestException when the directory cannot be read at first; nothing has been delivered then
     */
    public static ManifestDirectorySource start(Path directory, FactSink sink, Consumer<ManifestException> errors)
            throws ManifestException {
        WatchService watch;
        try {
            watch = directory.getFileSystem().newWatchService();
        } catch (IOException e) {
            throw new ManifestException(directory + ": cannot be watched: " + e);
        }
        ManifestDirectorySource source = new ManifestDirectorySource(directory, sink, errors, watch);
        try {
            source.readFirst();
        } catch (ManifestException e) {
            source.closeWatch();
            throw e;
        }
        source.thread.start();
        return source;
    }

    /** Ends the delivery; what was delivered stands. */
    @Override
    public void close() {
        closeWatch();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeWatch() {
        try {
            watch.close();
        } catch (IOException e) {
            LOG.warn("The watch of {} does not close", directory, e);
        }
    }

    private void readFirst() throws ManifestException {
        seen = look();
        List<Fact> facts = ManifestDirectory.read(directory);
        for (int i = 0; i < MAX_SETTLING && !Objects.equals(look(), seen); i++) {
            seen = look();
            facts = ManifestDirectory.read(directory);
        }
        deliver(facts);
        sink.synced(Set.of());
        LOG.info("{} has {} objects", directory, facts.size());
    }

    private void run() {
        boolean stale = false;
        while (true) {
            try {
                if (await() || stale || !Objects.equals(look(), seen)) {
                    stale = true;
                    stale = !readAgain(settled());
                }
            } catch (InterruptedException | ClosedWatchServiceException e) {
                // Only close() does either.
                return;
            } catch (RuntimeException bug) {
                LOG.error("{} cannot be followed at the moment", directory, bug);
            }
        }
    }

    /** Waits for a change or for the next time to look; says whether a change was told. */
    private boolean await() throws InterruptedException {
        WatchKey key = watch.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        boolean told = false;
        while (key != null) {
            told |= !key.pollEvents().isEmpty();
            key.reset();
            key = watch.poll();
        }
        return told;
    }

    /** What is there once nothing has changed for a moment. */
    private @Nullable Listing settled() throws InterruptedException {
        Listing now = look();
        for (int i = 0; i < MAX_SETTLING; i++) {
            Thread.sleep(SETTLED_AFTER);
            Listing next = look();
            if (Objects.equals(next, now)) {
                break;
            }
            now = next;
        }
        return now;
    }

    /**
     * Reads everything and delivers what differs.
     *
     * @return false if something changed meanwhile: a file may have been read half written, with objects missing, so
     *     nothing was delivered
     */
    private boolean readAgain(@Nullable Listing now) {
        List<Fact> facts = List.of();
        ManifestException error = null;
        try {
            facts = ManifestDirectory.read(directory);
        } catch (ManifestException e) {
            error = e;
        }
        if (!Objects.equals(look(), now)) {
            return false;
        }
        seen = now;
        if (error == null) {
            if (reported != null) {
                LOG.info("{} can be read again", directory);
            }
            reported = null;
            deliver(facts);
        } else if (!Objects.equals(error.getMessage(), reported)) {
            reported = error.getMessage();
            errors.accept(error);
        }
        return true;
    }

    private void deliver(List<Fact> facts) {
        Set<FactKey> there = new HashSet<>();
        for (Fact fact : facts) {
            there.add(fact.key());
            if (!fact.equals(delivered.get(fact.key()))) {
                sink.upsert(fact);
                delivered.put(fact.key(), fact);
            }
        }
        for (FactKey key : List.copyOf(delivered.keySet())) {
            if (!there.contains(key)) {
                sink.remove(key);
                delivered.remove(key);
            }
        }
    }

    /** What is there now; null if that cannot be told, so that the change is seen when it can be again. */
    private @Nullable Listing look() {
        Listing listing;
        try {
            listing = Listing.of(directory);
        } catch (ManifestException e) {
            return null;
        }
        watched.keySet().retainAll(listing.directories());
        for (Path each : listing.directories()) {
            WatchKey key = watched.get(each);
            if (key == null || !key.isValid()) {
                watch(each);
            }
        }
        return listing;
    }

    private void watch(Path each) {
        try {
            watched.put(
                    each,
                    each.register(
                            watch,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException e) {
            if (!watchIncomplete) {
                watchIncomplete = true;
                LOG.info("{} is looked through every {} only: {}", each, LOOK_EVERY, e.toString());
            }
        }
    }
}
