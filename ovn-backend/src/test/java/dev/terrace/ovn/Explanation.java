package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Sets;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.History.Recording;
import dev.terrace.ovn.History.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a {@link History}: each state of our rows is exactly one of the images that were desired, all of its rows
 * together, none older than the one before; and the rows of others stay as they are, by {@code _version}.
 *
 * <p>For plans that fit into one transaction, so for nearly all; {@link Openness} is for larger ones. Two things are no
 * fault of the writer's. What a {@link Vandal} did, who leaves a mark with each transaction, may stay as he left it
 * until the image is whole again. And a port may be missing in a group while it has not been there since the image was
 * whole.
 */
final class Explanation {

    private final List<DesiredImage> images;
    private final Set<String> damaged = new HashSet<>();
    private Set<String> steadyPorts = Set.of();
    private int number;
    private @Nullable State before;

    private Explanation(List<DesiredImage> images) {
        this.images = images;
    }

    /** @param images by their numbers */
    static void assertExplained(List<Recording> history, List<DesiredImage> images) {
        assertThat(history).isNotEmpty();
        for (Recording recording : history) {
            Explanation explanation = new Explanation(images);
            for (int i = 0; i < recording.states().size(); i++) {
                State state = recording.states().get(i);
                try {
                    explanation.follow(state);
                } catch (AssertionError e) {
                    throw new AssertionError(
                            "state " + i + " of " + recording.states().size() + " at " + recording.server(), e);
                }
            }
        }
    }

    private void follow(State state) {
        State last = before;
        before = state;
        Contents now = Contents.of(state, Rows.OWNER);
        SortedMap<String, Object> is = cells(now);
        SortedMap<String, Object> was = last == null ? is : cells(Contents.of(last, Rows.OWNER));
        Set<String> ports = ports(state);
        if (last == null) {
            steadyPorts = ports;
        }
        steadyPorts = steadyPorts.stream().filter(ports::contains).collect(Collectors.toUnmodifiableSet());
        if (last != null && !Vandal.mark(state).equals(Vandal.mark(last))) {
            damaged.addAll(differing(was, is));
            return;
        }
        if (last != null) {
            assertThat(foreign(state)).as("what is not ours").isEqualTo(foreign(last));
        }
        int next = Turns.number(now);
        assertThat(next).as("the number of the image").isBetween(number, images.size() - 1);
        number = next;
        SortedMap<String, Object> wanted = cells(Contents.of(images.get(next), ports));
        Set<String> odd = differing(wanted, is);
        if (odd.isEmpty()) {
            damaged.clear();
            steadyPorts = ports;
        }
        odd.removeIf(cell -> damaged.contains(cell) && isMixed(was.get(cell), wanted.get(cell), is.get(cell)));
        odd.removeIf(cell -> cell.endsWith(" ports") && lacksNewPortsOnly(wanted.get(cell), is.get(cell)));
        if (!odd.isEmpty()) {
            assertThat(is).as("image %d, odd: %s", next, odd).isEqualTo(wanted);
        }
    }

    /** Each column of each row by its own name. */
    private static NavigableMap<String, Object> cells(Contents contents) {
        NavigableMap<String, Object> cells = new TreeMap<>();
        contents.rows()
                .forEach((row, columns) -> columns.forEach((column, value) -> cells.put(row + " " + column, value)));
        return cells;
    }

    private static Set<String> differing(Map<String, Object> one, Map<String, Object> other) {
        Set<String> cells = new TreeSet<>(one.keySet());
        cells.addAll(other.keySet());
        cells.removeIf(cell -> Objects.equals(one.get(cell), other.get(cell)));
        return cells;
    }

    /** Members come and go one by one, so that of somebody's set and ours a mixture may come. */
    private static boolean isMixed(@Nullable Object was, @Nullable Object wanted, @Nullable Object is) {
        return Objects.equals(is, was)
                || (was instanceof Set<?> one
                        && wanted instanceof Set<?> other
                        && is instanceof Set<?> mixture
                        && Sets.union(one, other).containsAll(mixture)
                        && mixture.containsAll(Sets.intersection(one, other)));
    }

    private boolean lacksNewPortsOnly(@Nullable Object wanted, @Nullable Object is) {
        return wanted instanceof Set<?> all
                && is instanceof Set<?> some
                && all.containsAll(some)
                && all.stream().filter(steadyPorts::contains).allMatch(some::contains);
    }

    private static Set<String> ports(State state) {
        return state.rows("Logical_Switch_Port").stream()
                .map(row -> row.path("name").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<JsonNode> foreign(State state) {
        List<JsonNode> rows = new ArrayList<>(Contents.foreignRows(state, Rows.OWNER));
        rows.addAll(state.rows("Logical_Switch"));
        rows.addAll(state.rows("Logical_Switch_Port"));
        return Set.copyOf(rows);
    }
}
