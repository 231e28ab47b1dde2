package dev.terrace.core.acl;

import org.jspecify.annotations.Nullable;

/** A relational operator ({@code ovn-sb(5)}, Logical_Flow, match, "Relational operators"). */
enum Relation {
    EQ("=="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String word;

    Relation(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static @Nullable Relation of(String word) {
        for (Relation relation : values()) {
            if (relation.word.equals(word)) {
                return relation;
            }
        }
        return null;
    }

    /** The same relation with the operands in the other order. */
    Relation turned() {
        return switch (this) {
            case EQ -> EQ;
            case NE -> NE;
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
        };
    }

    /** The relation that holds where this one does not. */
    Relation inverted() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT -> GE;
            case LE -> GT;
            case GT -> LE;
            case GE -> LT;
        };
    }

    /** Whether both ask for less, or both for more: {@code 1 <= x < 5}. */
    boolean makesRangeWith(Relation other) {
        return (isLess() && other.isLess()) || (isMore() && other.isMore());
    }

    boolean isLess() {
        return this == LT || this == LE;
    }

    boolean isMore() {
        return this == GT || this == GE;
    }

    boolean isEquality() {
        return this == EQ || this == NE;
    }

    /** @param comparison the result of {@code left.compareTo(right)} */
    boolean holds(int comparison) {
        return switch (this) {
            case EQ -> comparison == 0;
            case NE -> comparison != 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
        };
    }
}
