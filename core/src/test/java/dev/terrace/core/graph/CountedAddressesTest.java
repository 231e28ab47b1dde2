package dev.terrace.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class CountedAddressesTest {

    @Property(tries = 500)
    void countsAsAMapDoes(@ForAll @Size(max = 200) List<@IntRange(min = -20, max = 20) Integer> steps) {
        CountedAddresses counted = new CountedAddresses();
        Map<IpPrefix, Integer> expected = new HashMap<>();
        for (int step : steps) {
            IpPrefix address = address(Math.abs(step));
            if (step >= 0) {
                assertThat(counted.add(address)).isEqualTo(!expected.containsKey(address));
                expected.merge(address, 1, Integer::sum);
            } else if (expected.containsKey(address)) {
                expected.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
                assertThat(counted.remove(address)).isEqualTo(!expected.containsKey(address));
            }
            assertThat(counted.size()).isEqualTo(expected.size());
            assertThat(counted.owners(address)).isEqualTo(expected.getOrDefault(address, 0));
        }
        Set<IpPrefix> members = new HashSet<>();
        counted.forEach(members::add);
        assertThat(members).isEqualTo(expected.keySet());
    }

    @Example
    void takesManyAndGivesThemUp() {
        CountedAddresses counted = new CountedAddresses();
        for (int i = 0; i < 10_000; i++) {
            counted.add(address(i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(counted.remove(address(i))).isTrue();
        }
        assertThat(counted).isEqualTo(new CountedAddresses()).hasSameHashCodeAs(new CountedAddresses());
    }

    @Example
    void neverRemovesWhatIsNotThere() {
        CountedAddresses counted = new CountedAddresses();
        counted.add(address(1));
        assertThatIllegalStateException().isThrownBy(() -> counted.remove(address(2)));
    }

    private static IpPrefix address(int number) {
        return IpPrefix.of(new IpAddress(IpFamily.IPV4, 0, 0x0a000000L + number));
    }
}
