package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.WriterState.Phase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database of one node: nothing is written to that of another, or to one that does not say whose it is. */
class NorthboundZoneTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final DesiredImage WANTED = image(set("one", "10.0.0.1/32"));

    @BeforeEach
    void empty() {
        SERVER.clear();
    }

    private static RunningWriter writerOf(String node) throws Exception {
        return new RunningWriter(
                WriterSettings.of(List.of(SERVER.endpoint()), Rows.OWNER).withNode(node));
    }

    private static void call(Map<String, ?> columns) {
        SERVER.transact(PlainClient.delete("NB_Global", Map.of()), PlainClient.insert("NB_Global", columns));
    }

    private static Map<String, ?> option(String zone) {
        return Map.of("options", List.of("map", List.of(List.of("name", zone))));
    }

    private static void awaitSaying(RunningWriter writer, String sentence) throws Exception {
        RunningWriter.await(() -> writer.state().phase() == Phase.ELSEWHERE
                && writer.state().detail().equals(SERVER.endpoint() + ": " + sentence));
    }

    private static void assertNothingIsWritten() {
        assertThat(SERVER.rows("Address_Set").stream().map(JsonNode::toString)).isEmpty();
    }

    private static void assertWritten(CompletableFuture<Outcome> outcome) throws Exception {
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Committed.class);
        assertThat(SERVER.rows("Address_Set")).hasSize(2);
    }

    @Test
    void waitsUntilTheDatabaseSaysWhoseItIs() throws Exception {
        try (RunningWriter writer = writerOf("n1")) {
            CompletableFuture<Outcome> outcome = writer.wish(WANTED);
            awaitSaying(
                    writer,
                    "NB_Global does not say whose database it is, and it must be that of node n1: nothing is written");
            call(option("n2"));
            awaitSaying(writer, "it is the database of node n2, not of node n1: nothing is written");
            assertNothingIsWritten();
            call(option("n1"));
            assertWritten(outcome);
        }
    }

    @Test
    void theNameCountsWhereThereIsNoOption() throws Exception {
        call(Map.of("name", "n1"));
        try (RunningWriter writer = writerOf("n1")) {
            assertWritten(writer.wish(WANTED));
        }
    }

    @Test
    void saysSoBeforeAnythingIsDesired() throws Exception {
        call(option("n2"));
        try (RunningWriter writer = writerOf("n1")) {
            awaitSaying(writer, "it is the database of node n2, not of node n1: nothing is written");
            call(option("n1"));
            RunningWriter.await(() -> writer.state().phase() == Phase.WRITING);
        }
    }

    @Test
    void asksAgainAfterEachConnection() throws Exception {
        call(option("n1"));
        try (RunningWriter writer = writerOf("n1")) {
            assertWritten(writer.wish(WANTED));
            SERVER.restartEmpty();
            call(option("n2"));
            awaitSaying(writer, "it is the database of node n2, not of node n1: nothing is written");
            CompletableFuture<Outcome> outcome = writer.wish(WANTED);
            assertNothingIsWritten();
            call(option("n1"));
            assertWritten(outcome);
        }
    }

    @Test
    void learnsFromTheDatabaseWhatItsNorthdCanDo() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.stopsEstablished()).isFalse();
            call(northd("26.09.0-21.9.0-84.15"));
            RunningWriter.await(writer::stopsEstablished);
            call(northd("25.03.0-20.41.0-78.8"));
            RunningWriter.await(() -> !writer.stopsEstablished());
        }
    }

    private static Map<String, ?> northd(String version) {
        return Map.of("options", List.of("map", List.of(List.of("northd_internal_version", version))));
    }

    @Test
    void withoutANodeAnyDatabaseWillDo() throws Exception {
        call(option("n2"));
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertWritten(writer.wish(WANTED));
        }
    }
}
