package dev.terrace.core.graph;

import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.row.LiteralBlocks;
import dev.terrace.core.row.SelectionText;

/** The blocks that rules name literally. They never change. */
final class LiteralAddresses extends Addresses {

    private final LiteralBlocks literals;

    LiteralAddresses(Wiring wiring, LiteralBlocks literals, Runnable onEnd) {
        super(wiring, SelectionText.networks(literals.blocks()), onEnd);
        this.literals = literals;
        literals.blocks().forEach(this::add);
    }

    @Override
    void recount(AddressCount count) {
        for (IpPrefix block : literals.blocks()) {
            count.add(block);
        }
    }
}
