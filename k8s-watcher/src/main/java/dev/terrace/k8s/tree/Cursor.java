package dev.terrace.k8s.tree;

import dev.terrace.core.model.Problem.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in a tree and the path to it. Asking a cursor for something that its value is not notes a fault in the
 * {@link Reading} and answers with absence; it never throws. A {@code null} in the tree is an absent field, as in the
 * Kubernetes API.
 *
 * <p>A map remembers which keys were asked for, so that the others can be told ({@link Reading#refuseUnknownKeys}).
 * Each map of a tree is to be read through one cursor.
 */
public final class Cursor {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final Reading reading;
    private final @Nullable Cursor parent;

    /**
     * The key or the index in the parent; the whole path where there is none. Paths are put together when asked for.
     */
    private final Object step;

    private final @Nullable Object value;
    private @Nullable Set<String> asked;
    private boolean complained;

    Cursor(Reading reading, String path, @Nullable Object value) {
        this(reading, null, path, value);
    }

    private Cursor(Reading reading, @Nullable Cursor parent, Object step, @Nullable Object value) {
        this.reading = reading;
        this.parent = parent;
        this.step = step;
        this.value = value;
    }

    public String path() {
        if (parent == null) {
            return step.toString();
        }
        return step instanceof Integer ? parent.path() + "[" + step + "]" : join(parent.path(), step.toString());
    }

    /** The unit that this value belongs to. */
    public Reading reading() {
        return reading;
    }

    public boolean present() {
        return value != null;
    }

    /** The value itself. */
    public @Nullable Object value() {
        return value;
    }

    /** What the text of this value means once it has been parsed: another tree at the same path. */
    public Cursor inside(@Nullable Object parsed) {
        return new Cursor(reading, parent, step, parsed);
    }

    /** This value as part of another unit: from here on, faults are noted there. */
    public Cursor in(Reading unit) {
        return new Cursor(unit, parent, step, value);
    }

    /** The member of that name of this map. */
    public Cursor get(String key) {
        Map<?, ?> map = open();
        if (asked != null) {
            asked.add(key);
        }
        return new Cursor(reading, this, key, map.get(key));
    }

    /** The member of that name of this map, which must be there. */
    public Cursor require(String key) {
        Cursor member = get(key);
        return complained ? member : member.required();
    }

    /** Notes a fault if this value is absent. */
    public Cursor required() {
        if (value == null) {
            complain("is required");
        }
        return this;
    }

    /**
     * The one member that this map has, of those that are possible.
     *
     * @return the name of the member, or null after noting that there is none or more than one
     */
    public @Nullable String oneOf(Set<String> keys) {
        List<String> there = keys.stream().filter(key -> get(key).present()).toList();
        if (there.size() == 1) {
            return there.getFirst();
        }
        // An unknown key is noted for itself, and says more than the absence of the known ones does.
        if (!complained && !(there.isEmpty() && !unasked().isEmpty())) {
            String members = String.join(", ", keys.stream().sorted().toList());
            invalid(keys.size() == 1 ? "must have " + members : "must have exactly one of " + members);
        }
        return null;
    }

    /** The members of this map under whatever keys they have. */
    public Map<String, Cursor> members() {
        Map<String, Cursor> members = new LinkedHashMap<>();
        for (Object key : open().keySet()) {
            members.put(String.valueOf(key), get(String.valueOf(key)));
        }
        return members;
    }

    /** The elements of this list; none if it is absent. Unlike a field, an element that is null is a fault. */
    public List<Cursor> elements() {
        return elements(() -> reading);
    }

    /** The elements of this list, each a unit of its own, with a reading of its own. */
    public List<Cursor> units() {
        return elements(Reading::new);
    }

    private List<Cursor> elements(Supplier<Reading> readings) {
        List<Cursor> elements = new ArrayList<>();
        switch (value) {
            case null -> {}
            case List<?> list -> {
                for (Object element : list) {
                    Cursor cursor = new Cursor(readings.get(), this, elements.size(), element);
                    if (element == null) {
                        cursor.complain("must not be null");
                    }
                    elements.add(cursor);
                }
            }
            default -> invalid("must be a list");
        }
        return elements;
    }

    public @Nullable String text() {
        return switch (value) {
            case null -> null;
            case String text -> text;
            default -> {
                invalid("must be a string");
                yield null;
            }
        };
    }

    public @Nullable Boolean flag() {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag;
            default -> {
                invalid("must be true or false");
                yield null;
            }
        };
    }

    public @Nullable Long wholeNumber() {
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case Long number -> number;
            default -> {
                invalid("must be a whole number");
                yield null;
            }
        };
    }

    /** A number between two bounds, both included; null after noting that it is something else. */
    public @Nullable Integer wholeNumber(int lowest, int highest) {
        Long number = wholeNumber();
        if (number == null) {
            return null;
        }
        if (number < lowest || number > highest) {
            invalid("must be " + lowest + ".." + highest + ", not " + number);
            return null;
        }
        return number.intValue();
    }

    public boolean isMap() {
        return value instanceof Map;
    }

    public boolean isList() {
        return value instanceof List;
    }

    public boolean isEmptyList() {
        return value instanceof List<?> list && list.isEmpty();
    }

    public boolean isText() {
        return value instanceof String;
    }

    /** Notes that the value is not what the API allows there. */
    public void invalid(String what) {
        reading.fault(Reason.INVALID, path(), what);
    }

    /** Notes that the value means something that Terrace does not do yet. */
    public void unsupported(String what) {
        reading.fault(Reason.UNSUPPORTED, path(), what);
    }

    /** The path of a map's member. */
    static String join(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return path + "[\"" + key + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    List<String> unasked() {
        Set<String> known = asked == null ? Set.of() : asked;
        return open().keySet().stream()
                .map(String::valueOf)
                .filter(key -> !known.contains(key))
                .toList();
    }

    /** Whether this map has a list or an object under a key that nobody has asked for. */
    public boolean hasUnaskedStructure() {
        Map<?, ?> map = open();
        return unasked().stream().map(map::get).anyMatch(member -> member instanceof List || member instanceof Map);
    }

    /** The value as a map; an empty one, after noting it once, if it is none. */
    private Map<?, ?> open() {
        if (value instanceof Map<?, ?> map) {
            if (asked == null) {
                asked = new HashSet<>();
                reading.opened(this);
            }
            return map;
        }
        if (value != null) {
            complain("must be an object");
        }
        return Map.of();
    }

    /** Notes that nothing can be read from this value; later questions need not say so again. */
    private void complain(String what) {
        if (!complained) {
            complained = true;
            invalid(what);
        }
    }
}
