package dev.terrace.ovn.replica;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An immutable map of a few texts in one array, keys and values by turns. */
final class FlatMap extends AbstractMap<String, String> {

    private final String[] texts;

    private FlatMap(String[] texts) {
        this.texts = texts;
    }

    /** @param share makes of a text one that others have too */
    static FlatMap of(SortedMap<String, String> map, UnaryOperator<String> share) {
        String[] texts = new String[2 * map.size()];
        int i = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            texts[i++] = share.apply(entry.getKey());
            texts[i++] = share.apply(entry.getValue());
        }
        return new FlatMap(texts);
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        for (int i = 0; i < texts.length; i += 2) {
            if (texts[i].equals(key)) {
                return texts[i + 1];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return texts.length / 2;
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    /** Another one that is sorted has equal texts in the same places. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SortedMap<?, ?> sorted) || sorted.comparator() != null) {
            return super.equals(other);
        }
        if (2 * sorted.size() != texts.length) {
            return false;
        }
        int i = 0;
        for (Map.Entry<?, ?> entry : sorted.entrySet()) {
            if (!texts[i++].equals(entry.getKey()) || !texts[i++].equals(entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < texts.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return Map.entry(texts[next - 2], texts[next - 1]);
        }
    }
}
