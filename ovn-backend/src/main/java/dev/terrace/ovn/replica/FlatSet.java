package dev.terrace.ovn.replica;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set that takes little more memory than its members have bytes: all of them lie in order in one array. A
 * set of hash nodes and strings takes five times as much for addresses. A change copies the bytes, which for 10,000
 * members takes some microseconds.
 */
public final class FlatSet<E> extends AbstractSet<E> {

    private static final FlatSet<String> NO_TEXTS = new FlatSet<>(Kind.texts(), new byte[0], new int[0]);
    private static final FlatSet<UUID> NO_UUIDS = new FlatSet<>(Kind.uuids(), new byte[0], new int[0]);

    private final Kind<E> kind;
    private final byte[] bytes;
    private final int[] ends;

    /** Members and their bytes; different members have different bytes. */
    private interface Kind<E> {

        byte[] bytes(E member);

        E member(byte[] all, int from, int to);

        /** The bytes of what may be no member at all, or null where it cannot be one. */
        byte @Nullable [] bytesOf(Object any);

        static Kind<String> texts() {
            return new Kind<>() {
                @Override
                public byte[] bytes(String member) {
                    return member.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String member(byte[] all, int from, int to) {
                    return new String(all, from, to - from, StandardCharsets.UTF_8);
                }

                @Override
                public byte @Nullable [] bytesOf(Object any) {
                    return any instanceof String text ? bytes(text) : null;
                }
            };
        }

        static Kind<UUID> uuids() {
            return new Kind<>() {
                @Override
                public byte[] bytes(UUID member) {
                    return ByteBuffer.allocate(16)
                            .putLong(member.getMostSignificantBits())
                            .putLong(member.getLeastSignificantBits())
                            .array();
                }

                @Override
                public UUID member(byte[] all, int from, int to) {
                    ByteBuffer buffer = ByteBuffer.wrap(all, from, to - from);
                    return new UUID(buffer.getLong(), buffer.getLong());
                }

                @Override
                public byte @Nullable [] bytesOf(Object any) {
                    return any instanceof UUID uuid ? bytes(uuid) : null;
                }
            };
        }
    }

    private FlatSet(Kind<E> kind, byte[] bytes, int[] ends) {
        this.kind = kind;
        this.bytes = bytes;
        this.ends = ends;
    }

    public static FlatSet<String> texts(Collection<String> members) {
        return NO_TEXTS.toggled(members);
    }

    public static FlatSet<UUID> uuids(Collection<UUID> members) {
        return NO_UUIDS.toggled(members);
    }

    /**
     * This set without those of {@code members} that it has, and with those that it does not have. What is named twice
     * counts once.
     */
    public FlatSet<E> toggled(Collection<? extends E> members) {
        if (members.isEmpty()) {
            return this;
        }
        List<byte[]> toggles = new ArrayList<>(members.size());
        members.forEach(member -> toggles.add(kind.bytes(member)));
        toggles.sort(Arrays::compareUnsigned);
        return merged(toggles);
    }

    private FlatSet<E> merged(List<byte[]> toggles) {
        int room = toggles.stream().mapToInt(toggle -> toggle.length).sum();
        Merge merge = new Merge(bytes.length + room, ends.length + toggles.size());
        int next = 0;
        byte[] before = null;
        for (byte[] toggle : toggles) {
            if (before != null && Arrays.equals(before, toggle)) {
                continue;
            }
            before = toggle;
            int place = find(toggle, next);
            int until = place >= 0 ? place : -place - 1;
            merge.take(next, until);
            if (place < 0) {
                merge.take(toggle);
            }
            next = place >= 0 ? place + 1 : until;
        }
        merge.take(next, ends.length);
        return merge.end();
    }

    /** The set that a change leads to, as it grows. */
    private final class Merge {
        private final byte[] merged;
        private final int[] mergedEnds;
        private int length;
        private int count;

        Merge(int bytes, int members) {
            merged = new byte[bytes];
            mergedEnds = new int[members];
        }

        void take(int from, int to) {
            int start = start(from);
            int shift = length - start;
            System.arraycopy(bytes, start, merged, length, start(to) - start);
            length += start(to) - start;
            // In a form that the compiler makes one operation of for many members.
            int moved = count - from;
            for (int i = from; i < to; i++) {
                mergedEnds[i + moved] = ends[i] + shift;
            }
            count += to - from;
        }

        void take(byte[] member) {
            System.arraycopy(member, 0, merged, length, member.length);
            length += member.length;
            mergedEnds[count++] = length;
        }

        FlatSet<E> end() {
            return new FlatSet<>(
                    kind,
                    length == merged.length ? merged : Arrays.copyOf(merged, length),
                    count == mergedEnds.length ? mergedEnds : Arrays.copyOf(mergedEnds, count));
        }
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** As {@link Arrays#binarySearch}, from an index on. */
    private int find(byte[] member, int from) {
        int low = from;
        int high = ends.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(bytes, start(middle), ends[middle], member, 0, member.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** The members that another set does not have, in order. */
    public List<E> without(FlatSet<E> other) {
        List<E> rest = new ArrayList<>();
        int theirs = 0;
        for (int ours = 0; ours < ends.length; ours++) {
            int order = -1;
            while (theirs < other.ends.length && (order = compare(ours, other, theirs)) > 0) {
                theirs++;
            }
            if (theirs == other.ends.length || order != 0) {
                rest.add(member(ours));
            }
        }
        return rest;
    }

    private int compare(int ours, FlatSet<E> other, int theirs) {
        return Arrays.compareUnsigned(
                bytes, start(ours), ends[ours], other.bytes, other.start(theirs), other.ends[theirs]);
    }

    private E member(int index) {
        return kind.member(bytes, start(index), ends[index]);
    }

    @Override
    public boolean contains(Object member) {
        byte[] wanted = kind.bytesOf(member);
        return wanted != null && find(wanted, 0) >= 0;
    }

    @Override
    public int size() {
        return ends.length;
    }

    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < ends.length;
            }

            @Override
            public E next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return member(next++);
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return (other instanceof FlatSet<?> set && set.kind == kind)
                ? Arrays.equals(bytes, set.bytes) && Arrays.equals(ends, set.ends)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
