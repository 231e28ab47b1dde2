package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.ovn.History.Recording;
import dev.terrace.ovn.History.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The judges of histories are judged: they must find what was put there to be found. */
class ExplanationTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private final Turns turns = new Turns(new Random(3));

    /** Of three images in turn, as a real server had them. */
    private final List<State> states = new ArrayList<>();

    @BeforeEach
    void record() throws Exception {
        SERVER.clear();
        SERVER.transact(PlainClient.insert("Address_Set", Map.of("name", "others")));
        try (History history = new History(List.of(SERVER.endpoint())).begun();
                RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            for (int i = 0; i < 3; i++) {
                writer.desire(turns.next());
                history.await(Contents.of(SERVER, Rows.OWNER));
                states.add(history.recordings().getFirst().states().getLast());
            }
        }
    }

    private ThrowingCallable explain(State... seen) {
        return () -> Explanation.assertExplained(recording(seen), turns.images());
    }

    private static List<Recording> recording(State... seen) {
        return List.of(new Recording(SERVER.endpoint(), List.of(seen)));
    }

    /** The state without one of the rows of a table whose name begins so. */
    private static State without(State state, String table, String name) {
        JsonNode row = row(state, table, name);
        ObjectNode updates = PlainClient.object();
        updates.putObject(table).putObject(row.path("_uuid").path(1).asText());
        return state.after(updates);
    }

    private static JsonNode row(State state, String table, String name) {
        return state.rows(table).stream()
                .filter(row -> row.path("name").asText().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void explainsWhatHappened() {
        assertThatCode(explain(states.get(0), states.get(1), states.get(2))).doesNotThrowAnyException();
        assertThatCode(explain(states.get(0), states.get(2))).doesNotThrowAnyException();
    }

    @Test
    void findsAnImageThatComesBack() {
        assertThatThrownBy(explain(states.get(0), states.get(1), states.get(0)))
                .rootCause()
                .hasMessageContaining("number of the image");
    }

    @Test
    void findsAPolicyThatIsHalfWritten() {
        State half = without(states.get(1), "ACL", "");
        assertThatThrownBy(explain(states.get(0), half)).rootCause().hasMessageContaining("odd: [ACL");
    }

    @Test
    void findsAForeignRowThatWasTouched() {
        State touched = without(states.get(1), "Address_Set", "others");
        assertThatThrownBy(explain(states.get(0), touched)).rootCause().hasMessageContaining("what is not ours");
    }

    @Test
    void findsAnAclThatNamesWhatIsNotThere() {
        State dangling = states.get(1);
        for (JsonNode set : states.get(1).rows("Address_Set")) {
            if (set.path("name").asText().startsWith("as_")) {
                dangling = without(dangling, "Address_Set", set.path("name").asText());
            }
        }
        State seen = dangling;
        assertThatThrownBy(() -> Openness.assertNeverMoreOpen(recording(seen), turns.images(), Set.of()))
                .hasMessageContaining("named, but missing");
    }

    @Test
    void findsAStateThatIsMoreOpen() throws Exception {
        try (Vandal other = new Vandal(SERVER.endpoint())) {
            other.addPorts(Turns.PORTS);
        }
        DesiredImage before = Rows.image(
                Rows.group("pg", "shop_web"), Rows.acl("no", "pg", 0, 1, "outport == @pg && ip4", AclRow.Verb.DROP));
        DesiredImage after = before.with(
                new DesiredDelta(new TreeMap<>(Map.of(Rows.set("as").key(), new RowDelta.Put(Rows.set("as"))))));
        try (History history = new History(List.of(SERVER.endpoint())).begun();
                RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(before);
            history.await(Contents.of(SERVER, Rows.OWNER));
            State closed = history.recordings().getFirst().states().getLast();
            State open = without(closed, "ACL", "no");
            assertThatThrownBy(() -> Openness.assertNeverMoreOpen(
                            recording(closed, open), List.of(before, after), Set.copyOf(Turns.PORTS)))
                    .hasMessageContaining("ALLOWED");
        }
    }
}
