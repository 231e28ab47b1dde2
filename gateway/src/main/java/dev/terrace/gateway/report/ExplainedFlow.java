package dev.terrace.gateway.report;

import dev.terrace.core.explain.CarryingRows;
import dev.terrace.core.explain.FlowExplanation;
import dev.terrace.core.model.ServiceKey;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A flow that was explained, with the rows that carry it.
 *
 * @param explanation why
 * @param rows the rows
 * @param uuids what the rows are called in the Northbound database, by id; null where none was asked
 * @param service the Service that led to this endpoint, or null where none did
 */
public record ExplainedFlow(
        FlowExplanation explanation,
        CarryingRows rows,
        @Nullable Map<String, UUID> uuids,
        @Nullable ServiceKey service) {}
