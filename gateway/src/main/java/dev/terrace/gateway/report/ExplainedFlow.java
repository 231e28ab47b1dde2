package dev.terrace.gateway.report;

import dev.terrace.core.explain.CarryingRows;
import dev.terrace.core.explain.FlowExplanation;
import dev.terrace.core.model.ServiceKey;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as it is printed.
 *
 * @param explanation why
 * @param rows the ACL rows that carry the flow
 * @param service the Service that led to this endpoint, or null where none was asked for
 */
public record ExplainedFlow(
        FlowExplanation explanation,
        CarryingRows rows,
        @Nullable ServiceKey service) {}
