package dev.terrace.core.acl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MatchPropertyTest {

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatIsPrintedAndReadMeansTheSame(@ForAll("trees") Trees.Tree tree, @ForAll("packets") List<Packet> packets) {
        Match match = Match.parse(tree.print(), Trees.SETS);
        for (Packet packet : packets) {
            assertThat(match.matches(packet)).as("%s", packet).isEqualTo(tree.holds(packet, false));
        }
    }

    @Provide
    Arbitrary<Trees.Tree> trees() {
        return Trees.trees();
    }

    @Provide
    Arbitrary<List<Packet>> packets() {
        return Trees.packets().list().ofSize(20);
    }
}
