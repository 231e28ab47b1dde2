package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.Rows;
import dev.terrace.ovn.plan.NorthboundModel.Sight;
import dev.terrace.ovn.replica.Replica;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever changes, in the desired rows, in the database and in what is withheld: to look only where something has
 * changed finds all that there is to find.
 */
class ScopeTest {

    @Provide
    Arbitrary<List<DesiredImage>> images() {
        return Images.any().list().ofMinSize(2).ofMaxSize(6);
    }

    @Property(tries = 300)
    void findsAllThatThereIsToFind(
            @ForAll("images") @Size(min = 2, max = 6) List<DesiredImage> images,
            @ForAll @IntRange(min = 1, max = 40) int operations,
            @ForAll Random random) {
        Follower follower = new Follower(new Bounds(operations, 4_000), random);
        for (DesiredImage image : images) {
            follower.want(image);
            if (random.nextBoolean()) {
                follower.rest();
            }
        }
        follower.rest();
        follower.withhold(Set.of());
        follower.rest();
        assertThat(follower.database.contents()).isEqualTo(follower.database.contentsOf(images.getLast()));
    }

    /** Keeps a database as desired, as a writer would, while it is disturbed. */
    private static final class Follower {
        private final NorthboundModel database = new NorthboundModel();
        private final Bounds bounds;
        private final Random random;
        private final Vandal vandal;
        private final DesiredRows desired = new DesiredRows(new RowUuids(Rows.OWNER));
        private final Scope scope = Scope.all();
        private final Replica replica = new Replica();
        private DesiredImage image = DesiredImage.EMPTY;
        private Set<RowKey> withheld = Set.of();
        private Sight seen = Sight.NOTHING;

        Follower(Bounds bounds, Random random) {
            this.bounds = bounds;
            this.random = random;
            this.vandal = new Vandal(database, random);
            ports();
        }

        void want(DesiredImage next) {
            DesiredDelta delta = random.nextBoolean() ? DesiredDelta.between(image, next) : desired.until(next);
            assertThat(desired.apply(delta, scope)).isEmpty();
            image = next;
            disturb();
        }

        private void disturb() {
            for (int i = random.nextInt(4); i > 0; i--) {
                switch (random.nextInt(5)) {
                    case 0 -> ports();
                    case 1 -> withholdSome();
                    default -> vandal.act();
                }
                if (random.nextBoolean()) {
                    look();
                }
            }
        }

        /** Ports come, go, and come back as other rows. */
        private void ports() {
            for (String port : Images.PORTS) {
                switch (random.nextInt(4)) {
                    case 0 -> database.ports.remove(port);
                    case 1 ->
                        database.ports.put(port, UUID.nameUUIDFromBytes((port + random.nextInt(3)).getBytes(UTF_8)));
                    default -> {}
                }
            }
            database.settle();
        }

        private void withholdSome() {
            Set<RowKey> some = new HashSet<>();
            for (RowKey key : image.rows().keySet()) {
                if (random.nextInt(6) == 0) {
                    some.add(key);
                }
            }
            withhold(some);
        }

        /** As the writer does it: what is no longer left out is looked at, and more that is left out, everywhere. */
        void withhold(Set<RowKey> next) {
            withheld.stream().filter(key -> !next.contains(key)).forEach(scope::row);
            if (!withheld.containsAll(next)) {
                scope.everything();
            }
            withheld = next;
        }

        private void look() {
            Sight now = database.sight();
            replica.apply(NorthboundModel.news(seen, now));
            seen = now;
            scope.add(replica.takeNews(), desired, replica);
        }

        private Plan plan(Scope where) {
            return Planner.plan(desired, replica, withheld, bounds, where);
        }

        /** Plans and commits until there is nothing left to do. */
        void rest() {
            for (int turns = 0; turns < 100; turns++) {
                look();
                Plan plan = plan(scope);
                scope.narrow(plan);
                if (plan.isEmpty()) {
                    Plan whole = plan(Scope.all());
                    assertThat(whole.transactions()).isEmpty();
                    assertThat(plan.heldBack()).isEqualTo(whole.heldBack());
                    assertThat(Scope.slices(desired, replica, 3))
                            .allSatisfy(
                                    slice -> assertThat(plan(slice).isEmpty()).isTrue());
                    return;
                }
                List<Transaction> transactions = plan.transactions();
                int some = 1 + random.nextInt(transactions.size());
                for (Transaction transaction : transactions.subList(0, some)) {
                    database.commit(transaction);
                    if (random.nextBoolean()) {
                        look();
                    }
                }
                for (Transaction transaction : transactions.subList(some, transactions.size())) {
                    transaction.steps().forEach(scope::add);
                }
            }
            throw new AssertionError("no rest: " + plan(scope));
        }
    }
}
