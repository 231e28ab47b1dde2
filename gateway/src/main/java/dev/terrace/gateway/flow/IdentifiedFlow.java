package dev.terrace.gateway.flow;

import dev.terrace.core.verdict.Flow;

/**
 * A flow of a file.
 *
 * @param id what its author calls it
 * @param flow the question
 */
public record IdentifiedFlow(String id, Flow flow) {}
