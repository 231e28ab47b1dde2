package dev.terrace.core.space;

import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.verdict.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every flow that there can be in a cluster, cut into classes that no rule tells apart. Made of two worlds, it is cut
 * finely enough for both, so that their verdicts can be compared class by class.
 */
public final class FlowSpace {

    private final List<Vocabulary> vocabularies;
    private final EndPartition ends;
    private final TrafficPartition traffic;

    public FlowSpace(List<World> worlds) {
        vocabularies = worlds.stream().map(Vocabulary::new).toList();
        ends = EndPartition.of(vocabularies);
        traffic = new TrafficPartition(vocabularies);
    }

    /** Every end is in exactly one of them. */
    public List<EndClass> endClasses() {
        return ends.classes();
    }

    /** Every port of every protocol is in exactly one of them. */
    public List<TrafficClass> trafficClasses() {
        return traffic.classes();
    }

    /** Judges the classes as one of the worlds does; {@code world} is its place in the list, from 0. */
    public ClassJudge judge(int world) {
        return new ClassJudge(this, vocabularies.get(world));
    }

    public EndClass classOf(End end) {
        return ends.classOf(end);
    }

    /** @throws IllegalArgumentException when it is no port of the protocol; ICMP has port 0 */
    public TrafficClass classOf(Protocol protocol, int port) {
        return traffic.classOf(protocol, port);
    }

    /** The class of a connection of one of the worlds. */
    public FlowClass classOf(Connection connection, int world) {
        return new FlowClass(
                classOf(new End(connection.source(), key(connection.sourcePod()))),
                classOf(new End(connection.destination(), key(connection.destinationPod()))),
                vocabularies.get(world).relation(connection),
                classOf(connection.protocol(), connection.port()));
    }

    private static @Nullable PodKey key(@Nullable PodFact pod) {
        return pod == null ? null : pod.key();
    }
}
