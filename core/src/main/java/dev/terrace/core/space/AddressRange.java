package dev.terrace.core.space;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in a row at which nobody is known.
 *
 * @param first the first of them
 * @param last the last of them, of the same family; known ends in between do not belong
 * @param within the smallest block in any policy that holds them all, or null where none does
 */
public record AddressRange(
        IpAddress first, IpAddress last, @Nullable IpPrefix within) {

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
