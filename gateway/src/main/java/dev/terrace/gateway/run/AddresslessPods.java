package dev.terrace.gateway.run;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pods that have no address yet, by their ports, and what became different since that was told last. */
final class AddresslessPods {

    private final Set<LogicalPort> all = new HashSet<>();
    private final Set<LogicalPort> more = new HashSet<>();
    private final Set<LogicalPort> fewer = new HashSet<>();

    /** This became of a fact; null where it is gone. */
    void hear(FactKey key, @Nullable Fact fact) {
        if (key instanceof PodKey pod) {
            LogicalPort port = LogicalPort.of(pod);
            if (fact instanceof PodFact known && known.addresses().isEmpty()) {
                if (all.add(port) && !fewer.remove(port)) {
                    more.add(port);
                }
            } else if (all.remove(port) && !more.remove(port)) {
                fewer.add(port);
            }
        }
    }

    /** Tells what is different, if anything is. */
    void tell(RowReceiver receiver) {
        if (!more.isEmpty() || !fewer.isEmpty()) {
            receiver.addressless(Set.copyOf(more), Set.copyOf(fewer));
            more.clear();
            fewer.clear();
        }
    }
}
