package dev.terrace.ovn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import dev.terrace.ovn.plan.Step.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PackingTest {

    private static Step step(int row, int members) {
        RowKey key = new RowKey(Table.ADDRESS_SET, "as_" + row);
        Set<String> added = Set.copyOf(
                IntStream.range(0, members).mapToObj(i -> "10.0.0." + i).toList());
        return new Step(key, Stage.PREPARE, new Edit.Addresses(key, new UUID(0, row), added, Set.of()));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 30))
                .as(PackingTest::step)
                .list()
                .ofMaxSize(30);
    }

    @Property
    void keepsEveryStepInItsPlace(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 20) int operations,
            @ForAll @IntRange(min = 1, max = 5_000) int bytes) {
        List<Transaction> transactions = cut(steps, new Bounds(operations, bytes));
        List<Step> inOrder = new ArrayList<>(steps);
        Step.sort(inOrder, Step.Stage.PREPARE);

        assertThat(transactions.stream()
                        .flatMap(transaction -> transaction.steps().stream())
                        .toList())
                .isEqualTo(inOrder);
        assertThat(transactions).noneMatch(transaction -> transaction.steps().isEmpty());
    }

    @Example
    void cutsWhereOneMoreOperationWouldBeTooMuch() {
        assertThat(sizes(new Bounds(4, 1_000_000), step(1, 1), step(2, 1), step(3, 1), step(4, 1), step(5, 1)))
                .containsExactly(2, 2, 1);
    }

    @Example
    void countsEditsThatBecomeOneOnce() {
        assertThat(sizes(new Bounds(2, 1_000_000), step(1, 1), step(1, 2), step(1, 3), step(2, 1)))
                .containsExactly(3, 1);
    }

    @Example
    void cutsWhereOneMoreByteWouldBeTooMuch() {
        int bytes = step(1, 10).edits().getFirst().bytes();
        assertThat(sizes(new Bounds(1_000, 2 * bytes), step(1, 10), step(2, 10), step(3, 10)))
                .containsExactly(2, 1);
        assertThat(sizes(new Bounds(1_000, 2 * bytes - 1), step(1, 10), step(2, 10), step(3, 10)))
                .containsExactly(1, 1, 1);
    }

    @Example
    void givesAStepThatIsTooBigATransactionOfItsOwn() {
        assertThat(sizes(new Bounds(1, 1), step(1, 30), step(2, 1))).containsExactly(1, 1);
    }

    /** The server takes more time for each row of a large transaction. */
    @Example
    void cutsWhatIsTooMuchIntoSmallPieces() {
        Step[] steps = IntStream.range(0, 120).mapToObj(i -> step(i, 1)).toArray(Step[]::new);
        assertThat(sizes(new Bounds(240, 1_000_000), steps)).containsExactly(120);
        assertThat(sizes(new Bounds(239, 1_000_000), steps)).containsExactly(50, 50, 20);
    }

    private static List<Transaction> cut(List<Step> steps, Bounds bounds) {
        return ImmutableList.copyOf(Packing.of(steps, true, bounds));
    }

    private static List<Integer> sizes(Bounds bounds, Step... steps) {
        return cut(List.of(steps), bounds).stream()
                .map(transaction -> transaction.steps().size())
                .toList();
    }
}
