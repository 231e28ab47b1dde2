package dev.terrace.core.graph;

import dev.terrace.core.model.IpPrefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, and how many have each: two pods can share one for a moment. A table of references, because there are
 * millions of them in all, and nearly every address has one owner.
 */
final class CountedAddresses {

    private static final int SMALLEST = 4;

    private @Nullable IpPrefix[] slots = new IpPrefix[SMALLEST];
    private int size;

    /** The owners after the first, of those that have any. */
    private @Nullable Map<IpPrefix, Integer> more;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean contains(IpPrefix address) {
        return slots[find(address)] != null;
    }

    void forEach(Consumer<IpPrefix> action) {
        for (IpPrefix address : slots) {
            if (address != null) {
                action.accept(address);
            }
        }
    }

    /** Adds an owner; whether it is the first. */
    boolean add(IpPrefix address) {
        int slot = find(address);
        if (slots[slot] != null) {
            if (more == null) {
                more = new HashMap<>(2);
            }
            more.merge(address, 1, Integer::sum);
            return false;
        }
        slots[slot] = address;
        size++;
        if (size * 4 > slots.length * 3) {
            resize(slots.length * 2);
        }
        return true;
    }

    /**
     * Removes an owner; whether it was the last.
     *
     * @throws IllegalStateException when there was none
     */
    boolean remove(IpPrefix address) {
        int slot = find(address);
        if (slots[slot] == null) {
            throw new IllegalStateException("not a member: " + address);
        }
        if (more != null && more.containsKey(address)) {
            more.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
            if (more.isEmpty()) {
                more = null;
            }
            return false;
        }
        clear(slot);
        size--;
        if (slots.length > SMALLEST && size * 6 < slots.length) {
            resize(slots.length / 2);
        }
        return true;
    }

    /** How many owners an address has. */
    int owners(IpPrefix address) {
        int beyond = more == null ? 0 : more.getOrDefault(address, 0);
        return contains(address) ? beyond + 1 : 0;
    }

    /** The slot that the address is in, or else the empty one where it would be. */
    private int find(IpPrefix address) {
        int mask = slots.length - 1;
        int slot = home(address, mask);
        while (true) {
            IpPrefix there = slots[slot];
            if (there == null || there.equals(address)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private static int home(IpPrefix address, int mask) {
        int hash = address.hashCode() * 0x9e3779b9;
        return (hash ^ (hash >>> 16)) & mask;
    }

    /** Empties a slot, and moves up what stood behind it only because it was taken. */
    private void clear(int slot) {
        int mask = slots.length - 1;
        int gap = slot;
        int next = (gap + 1) & mask;
        while (true) {
            IpPrefix there = slots[next];
            if (there == null) {
                slots[gap] = null;
                return;
            }
            int distance = (next - home(there, mask)) & mask;
            if (distance >= ((next - gap) & mask)) {
                slots[gap] = there;
                gap = next;
            }
            next = (next + 1) & mask;
        }
    }

    private void resize(int length) {
        @Nullable IpPrefix[] before = slots;
        slots = new IpPrefix[length];
        for (IpPrefix address : before) {
            if (address != null) {
                slots[find(address)] = address;
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof CountedAddresses that) || that.size != size || !Objects.equals(that.more, more)) {
            return false;
        }
        for (IpPrefix address : slots) {
            if (address != null && !that.contains(address)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (IpPrefix address : slots) {
            sum += Objects.hashCode(address);
        }
        return sum;
    }
}
