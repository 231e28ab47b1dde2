package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.rpc.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A writer to which faults happen while the policies change, and a client that watches what is committed. */
final class Trial {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final NorthboundRows server;
    private final RunningWriter writer;
    private final Random random;
    private final Turns turns;
    private final History history;

    /** What happens to the writer. */
    interface Fault {
        void happen() throws Exception;
    }

    /** What a test does with a trial. */
    interface Course {
        void run(Trial trial) throws Exception;
    }

    private Trial(NorthboundRows server, RunningWriter writer, History history, Random random) {
        this.server = server;
        this.writer = writer;
        this.history = history;
        this.random = random;
        this.turns = new Turns(new Random(random.nextLong()));
    }

    /**
     * Starts a writer, lets something happen to it and judges all that was committed meanwhile.
     *
     * @param server what to compare with
     * @param watched the servers themselves, whatever stands between them and the writer
     */
    static void run(
            NorthboundRows server, List<Endpoint> watched, WriterSettings settings, Random random, Course course)
            throws Exception {
        try (History history = new History(watched).begunWith(server)) {
            Trial trial;
            try (RunningWriter writer = new RunningWriter(settings.withMassDelete(true))) {
                trial = new Trial(server, writer, history, random);
                trial.settle();
                course.run(trial);
            }
            Explanation.assertExplained(trial.seen(), trial.turns.images());
        }
    }

    RunningWriter writer() {
        return writer;
    }

    Turns turns() {
        return turns;
    }

    /** Lets a fault happen while the policies change; then all has to be as the last image wants it. */
    void disturb(Fault fault) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Outcome> last = CompletableFuture.supplyAsync(() -> change(over));
        try {
            pause();
            fault.happen();
            pause();
        } finally {
            over.set(true);
        }
        assertThat(end(last)).isInstanceOf(Outcome.Committed.class);
        assertHolds();
    }

    /** Changes the policies once more and waits until that is in the database. */
    void settle() throws Exception {
        assertThat(end(wish())).isInstanceOf(Outcome.Committed.class);
        assertHolds();
    }

    /** Desires the next image, as a whole or by what becomes different. */
    private CompletableFuture<Outcome> wish() {
        DesiredImage before = turns.newest();
        DesiredImage next = turns.next();
        return before.rows().isEmpty() || random.nextBoolean()
                ? writer.wish(next)
                : writer.wish(DesiredDelta.between(before, next));
    }

    private Outcome change(AtomicBoolean over) {
        while (true) {
            boolean last = over.get();
            CompletableFuture<Outcome> outcome = wish();
            if (last) {
                return outcome.join();
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Outcome end(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The database has the newest image and nothing else of ours. */
    void assertHolds() {
        assertThat(Contents.of(server, Rows.OWNER)).isEqualTo(expected());
    }

    private Contents expected() {
        Set<String> ports = server.rows("Logical_Switch_Port").stream()
                .map(row -> row.path("name").asText())
                .collect(Collectors.toUnmodifiableSet());
        return Contents.of(turns.newest(), ports);
    }

    /** What the client that watches has seen, which is all up to what the database holds now. */
    private List<History.Recording> seen() throws InterruptedException {
        history.await(Contents.of(server, Rows.OWNER));
        return history.recordings();
    }
}
