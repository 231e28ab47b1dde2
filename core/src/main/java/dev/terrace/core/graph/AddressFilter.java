package dev.terrace.core.graph;

import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import java.util.List;

/** What lets addresses through. */
sealed interface AddressFilter {

    boolean admits(IpPrefix address);

    /** Lets through what is in blocks, for ever. */
    record InBlocks(List<IpBlock> blocks) implements AddressFilter {

        public InBlocks {
            blocks = List.copyOf(blocks);
        }

        @Override
        public boolean admits(IpPrefix address) {
            return blocks.stream().anyMatch(block -> block.contains(address.network()));
        }
    }

    /** Lets through what is among other addresses, which come and go. */
    record Among(Addresses others) implements AddressFilter {

        @Override
        public boolean admits(IpPrefix address) {
            return others.contains(address);
        }
    }
}
