package dev.terrace.core.sample;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.verdict.Flow;
import java.util.List;

/**
 * A cluster and questions about it.
 *
 * @param facts the cluster
 * @param flows flows between its pods, its nodes and outside addresses
 */
public record SampleCluster(ClusterFacts facts, List<Flow> flows) {}
