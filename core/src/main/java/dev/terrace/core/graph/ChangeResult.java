package dev.terrace.core.graph;

/** What a calculator did with a change of one of its inputs. */
enum ChangeResult {
    /** It brought its output up to date. */
    HANDLED,
    /** It does not know how to: its output must be computed from scratch. It never guesses. */
    RECOMPUTE
}
