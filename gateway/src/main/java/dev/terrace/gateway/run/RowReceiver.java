package dev.terrace.gateway.run;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.PolicyKind;
import java.util.Set;

/** Where rows go. */
interface RowReceiver {

    /** Nothing is known of policies of these kinds: rows of theirs that are there stay. */
    void keep(Set<PolicyKind> kinds);

    /** These rows and no others are desired from now on. */
    void image(DesiredImage image);

    /** The desired rows change; after an image only. */
    void change(DesiredDelta delta);

    /** In the desired rows the addresses of the pods of more ports are not known, and of fewer. */
    void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer);
}
