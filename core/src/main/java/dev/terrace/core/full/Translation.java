package dev.terrace.core.full;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.model.PolicyKey;
import java.util.SortedSet;

/**
 * What the full translator made of a cluster.
 *
 * @param image every row
 * @param exhausted policies that have no rows because the priorities of their band are used up
 */
public record Translation(DesiredImage image, SortedSet<PolicyKey> exhausted) {}
