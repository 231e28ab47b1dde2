package dev.terrace.e2e.form;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.selector.Requirement;

/** One thing that a rule can say. */
sealed interface Form {

    /**
     * Its action.
     *
     * @param allowed what became of the packet: after a Pass, both can
     */
    record Does(Action action, boolean allowed) implements Form {}

    /** Whom it is about. */
    record Whom(PeerForm peer) implements Form {}

    /** What a peer asks of labels. */
    record Asks(Requirement.Operator operator) implements Form {}

    /**
     * Its ports.
     *
     * @param packet the protocol of the packet
     */
    record What(PortShape shape, Protocol packet) implements Form {}
}
