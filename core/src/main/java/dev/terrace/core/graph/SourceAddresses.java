package dev.terrace.core.graph;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Addresses that are no pods': a calculator tells what becomes of them. */
final class SourceAddresses extends Addresses {

    private final Supplier<Stream<IpAddress>> source;

    /** @param source the addresses as the facts have them, each once for each owner */
    SourceAddresses(Wiring wiring, String text, Supplier<Stream<IpAddress>> source, Runnable onEnd) {
        super(wiring, text, onEnd);
        this.source = source;
        source.get().map(IpPrefix::of).forEach(this::add);
    }

    /** An owner has other addresses than before. What both have never goes. */
    void change(Collection<IpAddress> before, Collection<IpAddress> after) {
        after.forEach(address -> add(IpPrefix.of(address)));
        before.forEach(address -> remove(IpPrefix.of(address)));
    }

    @Override
    void recount(AddressCount count) {
        source.get().map(IpPrefix::of).forEach(count::add);
    }
}
