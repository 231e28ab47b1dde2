package dev.terrace.gateway.run;

import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.full.Translation;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.ovn.NorthboundWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running gateway: gathers facts, translates them and hands the rows to the writer, on one thread of its own.
 *
 * <p>Nothing is handed over before the source has said that it is synced: what is missing then is missing in the
 * cluster, and its rows may go.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final Duration LINGER = Duration.ofMillis(10);

    private final FullTranslator translator;
    private final NorthboundWriter writer;
    private final FactMailbox mailbox = new FactMailbox(LINGER);
    private final Thread thread = Thread.ofPlatform().name("gateway").daemon().unstarted(this::run);

    // The gateway's thread only.
    private final Map<FactKey, Fact> facts = new HashMap<>();
    private SortedSet<PolicyKey> exhausted = new TreeSet<>();

    /** @param writer started; it stays the caller's to close */
    public Gateway(FullTranslator translator, NorthboundWriter writer) {
        this.translator = translator;
        this.writer = writer;
    }

    /** Where the source delivers. */
    public FactSink sink() {
        return mailbox;
    }

    public void start() {
        thread.start();
    }

    /** Stops translating. The rows stay as they are: a gateway that ends must not open or close anything. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            boolean translated = false;
            while (true) {
                FactMailbox.Delivery delivery = mailbox.take();
                delivery.changes().forEach(this::apply);
                if (delivery.synced()) {
                    if (!translated) {
                        LOG.info("source is synced: {} objects", facts.size());
                        translated = true;
                    }
                    translate();
                }
            }
        } catch (InterruptedException closed) {
            // Only close() does it.
        }
    }

    private void apply(FactKey key, @Nullable Fact fact) {
        Fact before = fact == null ? facts.remove(key) : facts.put(key, fact);
        if (fact instanceof Policy policy && !policy.equals(before)) {
            policy.problems().forEach(problem -> LOG.warn("{}: {}", policy.key(), problem));
        }
    }

    private void translate() {
        Translation translation = translator.translate(ClusterFacts.of(facts.values()));
        if (!translation.exhausted().equals(exhausted)) {
            exhausted = translation.exhausted();
            LOG.warn("policies without rows, because no priority is left for them in their tier: {}", exhausted);
        }
        writer.desire(translation.image());
    }
}
