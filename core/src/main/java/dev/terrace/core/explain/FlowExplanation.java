package dev.terrace.core.explain;

import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection may be opened or not.
 *
 * @param connection what was judged
 * @param verdict what the policies say
 * @param egress the side of the source
 * @param ingress the side of the destination
 * @param flip the first thing that decided whose change turns the verdict, or null where no single one does
 * @param notes what people trip over, where it concerns this flow
 */
public record FlowExplanation(
        Connection connection,
        Verdict verdict,
        SideExplanation egress,
        SideExplanation ingress,
        @Nullable Flip flip,
        List<Note> notes) {

    public FlowExplanation {
        notes = List.copyOf(notes);
    }

    public List<SideExplanation> sides() {
        return List.of(egress, ingress);
    }
}
