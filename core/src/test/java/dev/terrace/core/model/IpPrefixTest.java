package dev.terrace.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class IpPrefixTest {

    @Example
    void hostBitsAreMaskedOff() {
        assertThat(IpPrefix.parse("10.1.2.3/8")).isEqualTo(IpPrefix.parse("10.0.0.0/8"));
        assertThat(IpPrefix.parse("fd00:1::7/64")).hasToString("fd00:1::/64");
    }

    @Example
    void oneAddressIsSpeltWithoutLength() {
        assertThat(IpPrefix.parse("10.1.2.3/32")).hasToString("10.1.2.3");
        assertThat(IpPrefix.parse("0.0.0.0/0")).hasToString("0.0.0.0/0");
    }

    @Example
    void textIsTheShortestOfRfc5952() {
        List.of(
                        "::",
                        "::1",
                        "1::",
                        "fd00:1::7",
                        "1:0:0:2::3",
                        "2001:db8::1:0:0:1",
                        "1:2:3:4:5:6:7:8",
                        "0:1::",
                        "1:0:2:3:4:5:6:7")
                .forEach(text -> assertThat(IpAddress.parse(text)).hasToString(text));
        assertThat(IpAddress.parse("2001:DB8:0:0:0:0:0:1")).hasToString("2001:db8::1");
    }

    @Example
    void whatIsNoCidrIsRefused() {
        for (String text : List.of(
                "",
                "10.0.0.0",
                "10.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "010.0.0.0/8",
                "256.0.0.0/8",
                "::/129",
                "fe80::1%eth0/64",
                "::ffff:10.0.0.0/104",
                "example.org/8",
                "[::]/0",
                "10.0.0.0/8 ")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> IpPrefix.parse(text));
        }
    }

    @Property(tries = 1000)
    void maskAndOrderAreThoseOfUnsignedNumbers(
            @ForAll long high, @ForAll long low, @ForAll long otherLow, @ForAll @IntRange(max = 128) int length) {
        IpAddress address = new IpAddress(IpFamily.IPV6, high, low);
        IpAddress other = new IpAddress(IpFamily.IPV6, low, otherLow);
        int hostBits = 128 - length;
        BigInteger masked = address.value().shiftRight(hostBits).shiftLeft(hostBits);

        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
        assertThat(new IpPrefix(address, length).network().value()).isEqualTo(masked);
        assertThat(Integer.signum(address.compareTo(other)))
                .isEqualTo(address.value().compareTo(other.value()));
        if (length < 128) {
            assertThat(new IpPrefix(address, length).network().withBit(length).value())
                    .isEqualTo(masked.setBit(hostBits - 1));
        }
    }

    @Property(tries = 500)
    void subtractionKeepsExactlyWhatIsInNoHole(
            @ForAll @IntRange(min = 24, max = 32) int length,
            @ForAll @Size(max = 4) List<@IntRange(max = 255) Integer> holeStarts,
            @ForAll @IntRange(min = 24, max = 32) int holeLength) {
        IpPrefix block = new IpPrefix(IpAddress.parse("10.0.0.0"), length);
        List<IpPrefix> holes = holeStarts.stream()
                .map(start -> new IpPrefix(address(start), holeLength))
                .toList();
        List<IpPrefix> rest = block.minus(holes);
        for (int host = 0; host < 256; host++) {
            IpAddress address = address(host);
            boolean expected = block.contains(address) && holes.stream().noneMatch(hole -> hole.contains(address));
            assertThat(rest.stream().filter(part -> part.contains(address)).count())
                    .isEqualTo(expected ? 1 : 0);
        }
    }

    private static IpAddress address(int host) {
        return new IpAddress(IpFamily.IPV4, 0, IpAddress.parse("10.0.0.0").low() + host);
    }
}
