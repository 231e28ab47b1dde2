package dev.terrace.core.full;

/**
 * One match of a rule: an ACL that has no place yet.
 *
 * @param id tells the clauses of a rule apart
 * @param portGroup the group that the ACL hangs on
 * @param match the expression
 */
record Clause(String id, String portGroup, String match) {

    /** The same clause, told apart by one thing more. */
    Clause of(String prefix) {
        return new Clause(prefix + ":" + id, portGroup, match);
    }
}
