package dev.terrace.gateway.metrics;

import dev.terrace.core.graph.GraphStatistics;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import dev.terrace.ovn.WriterState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All metrics in the text format of Prometheus. They are made of one {@link Reading} each time they are asked for, so
 * that nothing is counted twice and no hot path knows of them; only the delays are told one by one.
 */
public final class Metrics {

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer datapathDelay;
    private volatile @Nullable Reading reading;

    /** @param endpoints of the Northbound database */
    public Metrics(Collection<String> endpoints) {
        gauge(Metric.LIVE, now -> now.live() ? 1 : 0);
        gauge(Metric.READY, now -> now.ready() ? 1 : 0);
        ofSource();
        ofGateway();
        ofWriter(endpoints);
        datapathDelay = Timer.builder(Metric.DATAPATH_DELAY.id())
                .description(Metric.DATAPATH_DELAY.meaning())
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST_DELAY)
                .maximumExpectedValue(LONGEST_DELAY)
                .register(registry);
    }

    private void ofSource() {
        gauge(Metric.SOURCE_SYNCED, now -> now.synced() ? 1 : 0);
        counter(Metric.SOURCE_EVENTS, Reading::sourceEvents);
        for (String kind : SourceCounts.KINDS) {
            gauge(
                    Metric.SOURCE_OBJECTS,
                    Tags.of("kind", kind),
                    now -> now.source().objects().getOrDefault(kind, 0));
            gauge(
                    Metric.SOURCE_TROUBLE,
                    Tags.of("kind", kind),
                    now -> now.unreadable().contains(kind) ? 1 : 0);
        }
        for (PolicyKind kind : PolicyKind.values()) {
            Tags tags = Tags.of("kind", kind.kind());
            gauge(
                    Metric.FAILING_CLOSED,
                    tags,
                    now -> now.source().failingClosed().getOrDefault(kind, 0));
            for (Problem.Reason reason : Problem.Reason.values()) {
                SourceCounts.Trouble trouble = new SourceCounts.Trouble(kind, reason);
                gauge(
                        Metric.PROBLEMS,
                        tags.and("reason", reason.word()),
                        now -> now.source().problems().getOrDefault(trouble, 0));
            }
        }
        gauge(Metric.CONTRADICTING, Reading::contradicting);
    }

    private void ofGateway() {
        counter(Metric.EVENTS, now -> now.gateway().events());
        FunctionTimer.builder(
                        Metric.FLUSHES.id(),
                        this,
                        self -> (long) self.value(now -> now.gateway().flushes()),
                        self -> self.value(now -> now.gateway().busy().toNanos()),
                        TimeUnit.NANOSECONDS)
                .description(Metric.FLUSHES.meaning())
                .register(registry);
        TimeGauge.builder(
                        Metric.LONGEST_FLUSH.id(),
                        this,
                        TimeUnit.NANOSECONDS,
                        self -> self.value(now -> now.gateway().longestFlush().toNanos()))
                .description(Metric.LONGEST_FLUSH.meaning())
                .register(registry);
        counter(Metric.ROWS_HANDED_OVER, now -> now.gateway().rows());
        counter(Metric.SELF_CHECKS, now -> now.gateway().selfChecks());
        counter(Metric.DIVERGENCES, now -> now.gateway().divergences());
        counter(Metric.RECOMPUTES, now -> now.gateway().recomputes());
        for (GraphStatistics.Node node : GraphStatistics.Node.values()) {
            Tags tags = Tags.of("node", node.word());
            // A graph that is made anew counts anew, so these are what a scraper takes for a restarted counter.
            counter(
                    Metric.NODE_EVENTS,
                    tags,
                    now -> now.gateway().graph().of(node).events());
            counter(
                    Metric.NODE_EVALUATIONS,
                    tags,
                    now -> now.gateway().graph().of(node).evaluations());
            counter(
                    Metric.NODE_RECOMPUTES,
                    tags,
                    now -> now.gateway().graph().of(node).recomputes());
            counter(
                    Metric.NODE_TIME,
                    tags,
                    now -> now.gateway().graph().of(node).nanos() / 1e9);
            gauge(Metric.NODE_SIZE, tags, now -> now.gateway().graph().of(node).size());
        }
    }

    private void ofWriter(Collection<String> endpoints) {
        for (WriterState.Phase phase : WriterState.Phase.values()) {
            Tags tags = Tags.of("phase", phase.name().toLowerCase(Locale.ROOT));
            gauge(Metric.PHASE, tags, now -> now.writer().phase() == phase ? 1 : 0);
        }
        for (String endpoint : endpoints) {
            Tags tags = Tags.of("endpoint", endpoint);
            gauge(Metric.ENDPOINT_LEFT_OUT, tags, now -> now.leftOut().contains(endpoint) ? 1 : 0);
        }
        counter(Metric.CONNECTIONS, now -> now.writer().connections());
        counter(Metric.TRANSACTIONS, now -> now.writer().transactions());
        counter(Metric.ROWS_WRITTEN, now -> now.writer().rowsWritten());
        counter(Metric.DRIFT_HEALED, now -> now.writer().driftHealed());
        counter(Metric.REVIEWS, now -> now.writer().reviews());
        counter(Metric.OVERLOOKED, now -> now.writer().overlooked());
        gauge(Metric.OWN_ROWS, now -> now.writer().ownRows());
        gauge(Metric.LOGICAL_PORTS, now -> now.writer().logicalPorts());
        gauge(Metric.REJECTED, now -> now.writer().rejectedRows());
        gauge(Metric.EPOCH, now -> now.writer().epoch());
    }

    private void gauge(Metric metric, ToDoubleFunction<Reading> value) {
        gauge(metric, Tags.empty(), value);
    }

    private void gauge(Metric metric, Tags tags, ToDoubleFunction<Reading> value) {
        Gauge.builder(metric.id(), this, self -> self.value(value))
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    private void counter(Metric metric, ToDoubleFunction<Reading> value) {
        counter(metric, Tags.empty(), value);
    }

    private void counter(Metric metric, Tags tags, ToDoubleFunction<Reading> value) {
        FunctionCounter.builder(metric.id(), this, self -> self.value(value))
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    private double value(ToDoubleFunction<Reading> of) {
        Reading now = reading;
        return now == null ? 0 : of.applyAsDouble(now);
    }

    /** What was committed has reached every datapath, that long after the commit. */
    public void reachedDatapath(Duration delay) {
        datapathDelay.record(delay);
    }

    /** All metrics as of {@code now}. */
    public synchronized String scrape(Reading now) {
        reading = now;
        return registry.scrape();
    }
}
