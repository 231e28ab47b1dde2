package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Direction;
import dev.terrace.core.row.HoldRows;
import dev.terrace.ovn.Rows;
import dev.terrace.ovn.plan.NorthboundModel.Sight;
import dev.terrace.ovn.replica.News;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Who is stopped: those that a row may stop and that have no port, until the datapath has them where that row is. */
class AwaitedPortsTest {

    private static final LogicalPort GATE = new LogicalPort("k8s-n1");
    private static final HoldRows ROWS = new HoldRows(Rows.OWNER, TierLayout.STANDALONE, Set.of(GATE));
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    @Provide
    Arbitrary<List<DesiredImage>> images() {
        return Images.any().list().ofMinSize(2).ofMaxSize(6);
    }

    @Property(tries = 300)
    void namesWhomARowMayStopAndTheDatabaseLacks(
            @ForAll("images") @Size(min = 2, max = 6) List<DesiredImage> images,
            @ForAll @IntRange(min = 1, max = 40) int operations,
            @ForAll Random random) {
        Follower follower = new Follower(new Bounds(operations, 4_000), random);
        for (DesiredImage image : images) {
            follower.want(image);
            follower.movePorts();
            follower.findAddresses();
            if (random.nextInt(4) > 0) {
                follower.rest();
                follower.assertRight();
            }
        }
        follower.rest();
        follower.assertRight();
    }

    /** Keeps a database as desired, as a writer would, while ports come and go. */
    private static final class Follower {
        private final NorthboundModel database = new NorthboundModel();
        private final Bounds bounds;
        private final Random random;
        private final DesiredRows desired = new DesiredRows(new RowUuids(Rows.OWNER));
        private final AwaitedPorts awaited = new AwaitedPorts(ROWS, () -> 0);
        private final Scope scope = Scope.all();
        private final Replica replica = new Replica();
        private DesiredImage image = DesiredImage.EMPTY;
        private Sight seen = Sight.NOTHING;

        private final Set<LogicalPort> addressless = new HashSet<>();

        /** What the datapath was last asked about. */
        private Map<String, StoredPortGroup> asked = Map.of();

        /** What it is known to have. */
        private Map<String, StoredPortGroup> inForce = Map.of();

        Follower(Bounds bounds, Random random) {
            this.bounds = bounds;
            this.random = random;
        }

        void want(DesiredImage next) {
            if (random.nextBoolean()) {
                awaited.everything();
                desired.apply(desired.until(next), scope);
            } else {
                DesiredDelta delta = DesiredDelta.between(image, next);
                awaited.expect(delta, desired);
                desired.apply(delta, scope);
            }
            image = next;
        }

        /** Ports come, go, and come back as other rows. */
        void movePorts() {
            Stream.concat(Images.PORTS.stream(), Stream.of(GATE.name())).forEach(port -> {
                switch (random.nextInt(4)) {
                    case 0 -> database.ports.remove(port);
                    case 1 ->
                        database.ports.put(port, UUID.nameUUIDFromBytes((port + random.nextInt(3)).getBytes(UTF_8)));
                    default -> {}
                }
            });
            database.settle();
        }

        void findAddresses() {
            Set<LogicalPort> turned = Images.PORTS.stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .map(LogicalPort::new)
                    .collect(Collectors.toSet());
            Set<LogicalPort> fewer = Set.copyOf(Sets.intersection(addressless, turned));
            Set<LogicalPort> more = Set.copyOf(Sets.difference(turned, addressless));
            addressless.addAll(more);
            addressless.removeAll(fewer);
            awaited.addressless(more, fewer);
        }

        void rest() {
            for (int turns = 0; turns < 100; turns++) {
                Sight now = database.sight();
                replica.apply(NorthboundModel.news(seen, now));
                seen = now;
                News news = replica.takeNews();
                scope.add(news, desired, replica);
                awaited.hear(news);
                desired.apply(awaited.change(desired, replica), scope);
                Plan plan = Planner.plan(desired, replica, Set.of(), bounds, scope);
                scope.narrow(plan);
                if (plan.isEmpty()) {
                    awaited.settled();
                    if (!askDatapath()) {
                        return;
                    }
                    continue;
                }
                for (Transaction transaction : plan.transactions()) {
                    Set<String> before = stopped();
                    database.commit(transaction);
                    before.stream().filter(port -> !stopped().contains(port)).forEach(this::assertInItsGroups);
                }
            }
            throw new AssertionError("no rest");
        }

        /** Whether there is something to do then. An answer may take its time. */
        private boolean askDatapath() {
            boolean answered = false;
            for (int tries = 0; tries < 2; tries++) {
                if (awaited.isToBeAsked()) {
                    awaited.asked();
                    asked = groups();
                }
                if (tries == 1 || random.nextBoolean()) {
                    inForce = asked;
                    answered |= awaited.reached();
                }
            }
            return answered;
        }

        private Map<String, StoredPortGroup> groups() {
            return database.groups.values().stream()
                    .collect(Collectors.toUnmodifiableMap(StoredPortGroup::name, group -> group));
        }

        /**
         * Who is named no longer, but has a port, is in each group whose rows may stop it, also in the datapath, and
         * its addresses are known.
         */
        private void assertInItsGroups(String port) {
            UUID row = database.ports.get(port);
            if (row != null && stopping(port).findAny().isPresent()) {
                assertThat(addressless).doesNotContain(new LogicalPort(port));
                assertThat(stopping(port).map(PortGroupRow::name))
                        .allSatisfy(name -> assertThat(List.of(groups(), inForce))
                                .allSatisfy(groups -> assertThat(groups.get(name))
                                        .isNotNull()
                                        .satisfies(group -> assertThat(
                                                        group.ports().contains(row))
                                                .isTrue())));
            }
        }

        private Stream<PortGroupRow> stopping(String port) {
            return image.rows().values().stream()
                    .filter(PortGroupRow.class::isInstance)
                    .map(PortGroupRow.class::cast)
                    .filter(group -> group.ports().contains(new LogicalPort(port)) && mayStop(group));
        }

        private boolean mayStop(PortGroupRow group) {
            return image.rows().values().stream()
                    .anyMatch(row -> row instanceof AclRow acl
                            && acl.portGroup().equals(group.name())
                            && acl.action() == AclRow.Verb.DROP);
        }

        /** Whom the database has stopped: in each direction. */
        private List<Set<String>> named() {
            return database.acls.values().stream()
                    .filter(acl -> HoldRows.isAcl(acl.key()))
                    .map(StoredAcl::match)
                    .map(AwaitedPortsTest::names)
                    .toList();
        }

        /** Those that are stopped in both. */
        private Set<String> stopped() {
            return Images.PORTS.stream()
                    .filter(port -> !named().isEmpty() && named().stream().allMatch(names -> names.contains(port)))
                    .collect(Collectors.toSet());
        }

        void assertRight() {
            Predicate<String> mayBeStopped = port -> stopping(port).findAny().isPresent();
            Set<String> stoppable =
                    Images.PORTS.stream().filter(mayBeStopped).collect(Collectors.toCollection(TreeSet::new));
            NavigableSet<String> missing = new TreeSet<>(stoppable);
            missing.removeAll(database.ports.keySet());
            assertThat(named()).hasSize(stoppable.isEmpty() ? 0 : 2).allSatisfy(names -> {
                assertThat(names).containsAll(missing);
                assertThat(Sets.difference(names, missing))
                        .allMatch(port -> stoppable.contains(port) && addressless.contains(new LogicalPort(port)));
            });
            NavigableSet<String> members = new TreeSet<>(stoppable);
            members.add(GATE.name());
            members.retainAll(database.ports.keySet());
            assertThat(database.groups.values())
                    .filteredOn(group -> group.name().equals(ROWS.group().id()))
                    .hasSize(stoppable.isEmpty() ? 0 : 1)
                    .allSatisfy(group -> assertThat(group.ports())
                            .containsExactlyInAnyOrderElementsOf(
                                    members.stream().map(database.ports::get).toList()));
            assertThat(Planner.plan(desired, replica, Set.of(), bounds, Scope.all())
                            .isEmpty())
                    .isTrue();
        }
    }

    private static Set<String> names(String match) {
        return NAME.matcher(match)
                .results()
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> matches(DesiredRows desired) {
        return ROWS.acls(List.of()).stream()
                .map(acl -> desired.get(acl.key()) instanceof DesiredRows.Wanted.Acl(var _, AclRow row) ? row : acl)
                .map(AclRow::match)
                .toList();
    }

    private static DesiredRows held(DesiredImage image, AwaitedPorts awaited) {
        DesiredRows desired = DesiredRows.of(image, new RowUuids(Rows.OWNER));
        desired.apply(awaited.change(desired, new Replica()), new Scope());
        return desired;
    }

    @Example
    void stopsBothWays() {
        DesiredRows desired =
                held(Rows.image(Rows.policy("web", "shop_web", "shop_api")), new AwaitedPorts(ROWS, () -> 0));
        assertThat(matches(desired))
                .containsExactly(
                        "outport == {\"shop_api\", \"shop_web\"} && ip",
                        "inport == {\"shop_api\", \"shop_web\"} && ip");
        assertThat(ROWS.acls(List.of()))
                .extracting(AclRow::direction)
                .containsExactly(Direction.INGRESS, Direction.EGRESS);
    }

    @Example
    void whomNoRowMayStopIsNotHeld() {
        DesiredImage image =
                Rows.image(Rows.group("pg_all", "shop_web"), Rows.acl("all", "pg_all", 0, 0, "1", AclRow.Verb.PASS));
        assertThat(held(image, new AwaitedPorts(ROWS, () -> 0)).has(ROWS.group()))
                .isFalse();
    }

    @Example
    void namesThatCouldMeanSomethingInAMatchAreNotWritten() {
        DesiredImage image = Rows.image(Rows.policy("web", "shop_\"} || 1 || inport == {\"", "nul_\0", "shop_web"));
        assertThat(matches(held(image, new AwaitedPorts(ROWS, () -> 0))))
                .containsExactly("outport == {\"shop_web\"} && ip", "inport == {\"shop_web\"} && ip");
    }

    @Example
    void ofTooManyTheNewestAreNamed() {
        AwaitedPorts awaited = new AwaitedPorts(ROWS, () -> 0);
        String[] waiting =
                IntStream.range(0, HoldRows.MOST).mapToObj(i -> "jobs_" + i).toArray(String[]::new);
        DesiredRows desired = held(Rows.image(Rows.policy("jobs", waiting)), awaited);
        assertThat(awaited.beyond()).isZero();

        DesiredDelta more = DesiredDelta.between(DesiredImage.EMPTY, Rows.image(Rows.policy("web", "shop_web")));
        awaited.expect(more, desired);
        desired.apply(more, new Scope());
        desired.apply(awaited.change(desired, new Replica()), new Scope());
        assertThat(awaited.beyond()).isEqualTo(1);
        assertThat(matches(desired))
                .allSatisfy(
                        match -> assertThat(names(match)).hasSize(HoldRows.MOST).contains("shop_web"));
    }

    @Example
    void bothRowsWithTheLongestNamesFitIntoATransaction() {
        List<LogicalPort> longest = IntStream.range(0, HoldRows.MOST)
                .mapToObj(i -> new LogicalPort("n".repeat(63) + "_" + "p".repeat(249) + (1_000 + i)))
                .toList();
        int bytes = ROWS.acls(longest).stream()
                .mapToInt(acl -> new Edit.CreateAcl(UUID.randomUUID(), acl).bytes())
                .sum();
        assertThat(bytes).isLessThan(Bounds.DEFAULT.bytes());
    }
}
