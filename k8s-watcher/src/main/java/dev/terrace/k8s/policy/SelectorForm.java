package dev.terrace.k8s.policy;

import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import dev.terrace.core.selector.Requirement.Operator;
import dev.terrace.k8s.tree.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code meta/v1 LabelSelector}. What comes back after a fault means nothing; whoever reads a selector looks at
 * the reading.
 */
final class SelectorForm {

    private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?" + NAME);

    private SelectorForm() {}

    /** Reads a selector; {@code {}} and an absent one select everything. */
    static LabelSelector read(Cursor cursor) {
        List<Requirement> requirements = new ArrayList<>();
        cursor.get("matchLabels").members().forEach((key, member) -> {
            checkKey(member, key);
            String value = value(member);
            if (value != null) {
                requirements.add(Requirement.in(key, List.of(value)));
            }
        });
        for (Cursor expression : cursor.get("matchExpressions").elements()) {
            Requirement requirement = requirement(expression);
            if (requirement != null) {
                requirements.add(requirement);
            }
        }
        return LabelSelector.of(requirements);
    }

    private static @Nullable Requirement requirement(Cursor expression) {
        Cursor keyCursor = expression.require("key");
        String key = keyCursor.text();
        Operator operator = operator(expression.require("operator"));
        Cursor valuesCursor = expression.get("values");
        TreeSet<String> values = new TreeSet<>();
        List<Cursor> elements = valuesCursor.elements();
        for (Cursor element : elements) {
            String value = value(element);
            if (value != null) {
                values.add(value);
            }
        }
        if (key == null || operator == null) {
            return null;
        }
        checkKey(keyCursor, key);
        boolean wantsValues = operator == Operator.IN || operator == Operator.NOT_IN;
        if (wantsValues == elements.isEmpty()) {
            valuesCursor.invalid(operator.word() + (wantsValues ? " needs values" : " takes no values"));
        }
        return wantsValues == values.isEmpty() ? null : new Requirement(key, operator, values);
    }

    private static @Nullable Operator operator(Cursor cursor) {
        String word = cursor.text();
        for (Operator operator : Operator.values()) {
            if (operator.word().equals(word)) {
                return operator;
            }
        }
        if (word != null) {
            cursor.invalid("must be In, NotIn, Exists or DoesNotExist, not " + word);
        }
        return null;
    }

    /**
     * A label can only have such a key. The schemas of the policy kinds do not check it, and {@code NotIn} of a key
     * that no label can have would select everything.
     */
    private static void checkKey(Cursor cursor, String key) {
        if (!KEY.matcher(key).matches()) {
            cursor.invalid("not a label's key: " + key);
        }
    }

    private static @Nullable String value(Cursor cursor) {
        String value = cursor.text();
        if (value == null) {
            if (!cursor.present()) {
                cursor.invalid("must be a string");
            }
            return null;
        }
        if (!VALUE.matcher(value).matches()) {
            cursor.invalid("not a label's value: " + value);
            return null;
        }
        return value;
    }
}
