package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several clients that write the same rows: two writers of one owner, and somebody else between read and write. */
class NorthboundWritersTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private Random random;
    private Turns turns;
    private History history;

    private Authors authors;

    @BeforeEach
    void empty(TestInfo test) throws Exception {
        random = Faults.random(test.getDisplayName());
        turns = new Turns(random);
        authors = new Authors(turns);
        SERVER.clear();
        SERVER.transact(PlainClient.insert("NB_Global", Map.of()));
        try (Vandal other = new Vandal(SERVER.endpoint())) {
            other.addPorts(Turns.PORTS);
        }
        history = new History(List.of(SERVER.endpoint())).begun();
    }

    @AfterEach
    void stopWatching() throws Exception {
        history.close();
    }

    private RunningWriter writer(Endpoint endpoint) throws Exception {
        return new RunningWriter(
                WriterSettings.of(List.of(endpoint), Rows.OWNER).withMassDelete(true));
    }

    @Test
    void g12_ofTwoWritersOneWritesAtATime() throws Exception {
        for (int i = 0; i < Faults.TIMES; i++) {
            try (FaultProxy one = new FaultProxy(SERVER.endpoint());
                    FaultProxy other = new FaultProxy(SERVER.endpoint())) {
                List<FaultProxy> proxies = List.of(one, other);
                List<RunningWriter> writers = new ArrayList<>();
                List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
                List<DesiredImage> images = new ArrayList<>();
                for (int author = 0; author < 2; author++) {
                    writers.add(writer(proxies.get(author).endpoint()));
                    images.add(authors.next(2 * i + author));
                    outcomes.add(writers.get(author).wish(images.get(author)));
                }
                for (int change = 0; change < 10; change++) {
                    int author = random.nextInt(2);
                    if (random.nextInt(3) == 0) {
                        proxies.get(author).cut();
                    }
                    images.set(author, authors.next(2 * i + author));
                    outcomes.set(author, writers.get(author).wish(images.get(author)));
                    Thread.sleep(random.nextInt(10));
                }
                int first = random.nextInt(2);
                writers.get(first).end();
                assertThat(Trial.end(outcomes.get(1 - first))).isInstanceOf(Outcome.Committed.class);
                assertThat(Contents.of(SERVER, Rows.OWNER))
                        .isEqualTo(Contents.of(images.get(1 - first), Set.copyOf(Turns.PORTS)));
                writers.get(1 - first).end();
            }
        }
        history.await(Contents.of(SERVER, Rows.OWNER));
        authors.assertEachWroteInItsTime(history.recordings());
    }

    /** A standby may be elected and have nothing to write, until the other is back and steals the lock. */
    @Test
    void g12_aWriterThatWasRobbedIsElectedAgain() throws Exception {
        for (int i = 0; i < Faults.TIMES; i++) {
            try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                    RunningWriter leading = writer(proxy.endpoint());
                    RunningWriter standby = writer(SERVER.endpoint())) {
                DesiredImage image = turns.next();
                CompletableFuture<Outcome> written = leading.wish(image);
                CompletableFuture<Outcome> same = standby.wish(image);
                assertThat(Trial.end(written)).isInstanceOf(Outcome.Committed.class);
                for (int cuts = random.nextInt(3); cuts >= 0; cuts--) {
                    long connections = leading.state().connections();
                    proxy.cut();
                    RunningWriter.await(() -> leading.state().connections() > connections);
                }
                CompletableFuture<Outcome> outcome = standby.wish(turns.next());
                leading.end();
                assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertThat(same).isDone();
                assertThat(Contents.of(SERVER, Rows.OWNER))
                        .isEqualTo(Contents.of(turns.newest(), Set.copyOf(Turns.PORTS)));
            }
        }
        history.await(Contents.of(SERVER, Rows.OWNER));
        Explanation.assertExplained(history.recordings(), turns.images());
    }

    /** Our change is under way, planned from what we read, while somebody else changes the same row. */
    @Test
    void g6_noUpdateIsLostBetweenReadAndWrite() throws Exception {
        try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                RunningWriter writer = writer(proxy.endpoint());
                Vandal vandal = new Vandal(SERVER.endpoint())) {
            assertThat(writer.desire(turns.next())).isInstanceOf(Outcome.Committed.class);
            long counted = 0;
            for (int i = 0; i < Faults.TIMES; i++) {
                proxy.stallRequests(true);
                CompletableFuture<Outcome> outcome = writer.wish(turns.next());
                Thread.sleep(random.nextInt(10));
                for (int acts = 1 + random.nextInt(3); acts > 0; acts--) {
                    counted += interfere(vandal);
                }
                proxy.stallRequests(false);
                assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertThat(Contents.of(SERVER, Rows.OWNER))
                        .isEqualTo(Contents.of(turns.newest(), Set.copyOf(Turns.PORTS)));
            }
            history.await(Contents.of(SERVER, Rows.OWNER));
            Explanation.assertExplained(history.recordings(), turns.images());
            assertThat(counts()).as("nobody's count of nb_cfg was lost").isGreaterThan(counted);
        }
    }

    /** @return how often {@code nb_cfg} was counted up */
    private int interfere(Vandal vandal) throws Exception {
        JsonNode set = vandal.pick("Address_Set", random, name -> name.startsWith("as_"));
        Map<String, Object> row = set.isMissingNode() ? Map.of("name", "none") : Map.of("_uuid", set.path("_uuid"));
        ObjectNode count = PlainClient.operation(
                "mutate", "NB_Global", Map.of(), Map.of("mutations", List.of(List.of("nb_cfg", "+=", 1))));
        switch (random.nextInt(5)) {
            case 0 -> vandal.act(PlainClient.update("Address_Set", row, Map.of("addresses", "10.6.6.6")));
            case 1 -> vandal.act(mutateIds(row, "insert", List.of("map", List.of(List.of("theirs", "note")))));
            case 2 ->
                // Before the set is theirs nothing may refer to it that hangs on what is ours.
                vandal.act(PlainClient.update("ACL", Map.of(), Map.of("priority", 7)));
            case 3 -> vandal.act(PlainClient.delete("Address_Set", row));
            default -> {
                vandal.act(count);
                return 1;
            }
        }
        return 0;
    }

    private static ObjectNode mutateIds(Map<String, Object> row, String mutator, Object ids) {
        return PlainClient.operation(
                "mutate", "Address_Set", row, Map.of("mutations", List.of(List.of("external_ids", mutator, ids))));
    }

    private static long counts() {
        return SERVER.rows("NB_Global").getFirst().path("nb_cfg").asLong();
    }

    /** Our change is under way to a row that somebody makes his own: it is left to him. */
    @Test
    void g6_aRowThatBecomesSomebodyElsesIsLeftToHim() throws Exception {
        try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                RunningWriter writer = writer(proxy.endpoint());
                Vandal vandal = new Vandal(SERVER.endpoint())) {
            for (int i = 0; i < Faults.TIMES; i++) {
                String name = "as_" + i;
                assertThat(writer.desire(Rows.image(Rows.set(name, "10.0.0.1/32"))))
                        .isInstanceOf(Outcome.Committed.class);
                proxy.stallRequests(true);
                CompletableFuture<Outcome> outcome = writer.wish(
                        random.nextBoolean() ? Rows.image(Rows.set(name, "10.0.0.2/32")) : DesiredImage.EMPTY);
                Thread.sleep(random.nextInt(10));
                vandal.act(PlainClient.update(
                        "Address_Set",
                        Map.of("name", name),
                        Map.of("external_ids", List.of("map", List.of(List.of("terrace.dev/owner", "other"))))));
                proxy.stallRequests(false);
                Trial.end(outcome);
                JsonNode theirs = vandal.pick("Address_Set", random, name::equals);
                assertThat(theirs.path("addresses").asText()).isEqualTo("10.0.0.1");
                assertThat(theirs.path("external_ids").toString()).contains("other");
            }
        }
    }
}
