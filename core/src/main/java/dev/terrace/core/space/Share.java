package dev.terrace.core.space;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Stage;
import dev.terrace.core.verdict.Decider;
import java.util.BitSet;

/**
 * What one decider takes of the flows of a subject.
 *
 * @param stage where it stands
 * @param action what it says; a pass is heard again by a later stage
 * @param decider who it is
 * @param peers the classes of the other ends, by index
 */
public record Share(Stage stage, Action action, Decider decider, BitSet peers) {}
