package dev.terrace.ovn.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FlatSetTest {

    /** Few texts, some of them the beginning of others, so that sets have much in common. */
    @Provide
    Arbitrary<Set<String>> texts() {
        return Arbitraries.of("", "1", "10", "10.0.0.1", "10.0.0.10", "ü", "\uD83D\uDE00", "fd00::1", "z")
                .set();
    }

    @Provide
    Arbitrary<Set<UUID>> uuids() {
        return Arbitraries.longs().between(-3, 3).map(i -> new UUID(i, -i)).set();
    }

    @Property
    void isASetLikeAnyOther(@ForAll("texts") Set<String> texts, @ForAll("texts") Set<String> others) {
        FlatSet<String> set = FlatSet.texts(texts);
        assertThat(set).isEqualTo(texts).hasSameHashCodeAs(texts).hasSize(texts.size());
        assertThat(texts).isEqualTo(set);
        assertThat(set.equals(FlatSet.texts(others))).isEqualTo(texts.equals(others));
        assertThat(others).allSatisfy(other -> assertThat(set.contains(other)).isEqualTo(texts.contains(other)));
    }

    @Property
    void togglesAndSubtracts(@ForAll("texts") Set<String> texts, @ForAll("texts") Set<String> others) {
        FlatSet<String> set = FlatSet.texts(texts);
        Set<String> rest = new HashSet<>(texts);
        rest.removeAll(others);
        assertThat(set.without(FlatSet.texts(others)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(rest);

        Set<String> toggled = new HashSet<>(rest);
        others.stream().filter(other -> !texts.contains(other)).forEach(toggled::add);
        List<String> twice = new ArrayList<>(others);
        twice.addAll(others);
        assertThat(set.toggled(others)).isEqualTo(toggled);
        assertThat(set.toggled(twice)).isEqualTo(toggled);
        assertThat(set).isEqualTo(texts);
    }

    @Property
    void holdsUuidsAsWell(@ForAll("uuids") Set<UUID> uuids, @ForAll("uuids") Set<UUID> others) {
        FlatSet<UUID> set = FlatSet.uuids(uuids);
        assertThat(set).isEqualTo(uuids);
        assertThat(set.toggled(others).toggled(others)).isEqualTo(uuids);
        assertThat(FlatSet.uuids(others).without(set)).noneMatch(uuids::contains);
    }
}
