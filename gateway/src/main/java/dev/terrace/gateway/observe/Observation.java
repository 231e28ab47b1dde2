package dev.terrace.gateway.observe;

import dev.terrace.gateway.health.Health;
import dev.terrace.gateway.health.Heartbeats;
import dev.terrace.gateway.health.PhaseClock;
import dev.terrace.gateway.health.Readiness;
import dev.terrace.gateway.metrics.Metrics;
import dev.terrace.gateway.metrics.Reading;
import dev.terrace.gateway.metrics.SourceCounts;
import dev.terrace.gateway.run.Gateway;
import dev.terrace.gateway.run.KnownFacts;
import dev.terrace.gateway.web.Page;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterState;
import dev.terrace.ovn.rpc.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the parts of the running gateway, and answers for them to those who ask over HTTP. */
public final class Observation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private static final Duration PULSE = Duration.ofSeconds(1);

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final KnownFacts known;
    private final Gateway gateway;
    private final NorthboundWriter writer;
    private final Ear ear;
    private final Heartbeats heartbeats = new Heartbeats(System::nanoTime);
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").daemon().factory());

    // The pulse's thread only.
    private long turnsBefore;

    /** Hears what the writer says; it has to be there before the writer is. */
    public static final class Ear implements WriterListener {

        private final PhaseClock clock = new PhaseClock(System::nanoTime);
        private final Metrics metrics;

        public Ear(List<Endpoint> endpoints) {
            metrics = new Metrics(endpoints.stream().map(Endpoint::toString).toList());
        }

        @Override
        public void phaseChanged(WriterState state) {
            clock.phaseChanged(state);
        }

        @Override
        public void reachedDatapath(Duration delay) {
            metrics.reachedDatapath(delay);
        }
    }

    /** @param ear the writer's listener */
    public Observation(KnownFacts known, Gateway gateway, NorthboundWriter writer, Ear ear) {
        this.known = known;
        this.gateway = gateway;
        this.writer = writer;
        this.ear = ear;
    }

    /** Begins to feel the pulse of the loops. */
    public void start() {
        ScheduledFuture<?> _ = pulse.scheduleWithFixedDelay(this::feel, 0, PULSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void feel() {
        long turns = gateway.turns();
        if (turns != turnsBefore) {
            turnsBefore = turns;
            heartbeats.beat(Heartbeats.Loop.GATEWAY);
        }
        writer.ping().thenRun(() -> heartbeats.beat(Heartbeats.Loop.WRITER));
    }

    /** The pages by path. */
    public Map<String, Supplier<Page>> pages() {
        return Map.of(
                "/metrics", () -> new Page(OK, PROMETHEUS, ear.metrics.scrape(reading())),
                "/healthz", () -> page("alive", heartbeats.liveness()),
                "/readyz", () -> page("ready", readiness()));
    }

    /** What can be ordered, by path. */
    public Map<String, Supplier<Page>> orders() {
        return Map.of("/confirm-removals", () -> {
            LOG.info("told to make the removals that are held back");
            writer.confirmRemovals();
            return Page.plain(OK, "what is held back now will be removed\n");
        });
    }

    private static Page page(String word, Health health) {
        return health.isGood()
                ? Page.plain(OK, word + "\n")
                : Page.plain(UNAVAILABLE, "not " + word + "\n" + String.join("\n", health.missing()) + "\n");
    }

    private Health readiness() {
        return Readiness.of(known.synced(), known.troubles().values(), writer.state(), ear.clock.behind());
    }

    private Reading reading() {
        return new Reading(
                heartbeats.liveness().isGood(),
                readiness().isGood(),
                known.synced(),
                known.events(),
                SourceCounts.of(known.problems()),
                known.troubles().keySet(),
                gateway.contradictingPolicies(),
                gateway.statistics(),
                writer.state(),
                writer.leftOut().stream().map(Endpoint::toString).collect(Collectors.toSet()));
    }

    @Override
    public void close() {
        pulse.shutdownNow();
    }
}
