package dev.terrace.ovn;

import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import dev.terrace.ovn.rpc.Transport;
import dev.terrace.ovn.session.Opening;
import dev.terrace.ovn.session.Session;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session open to the server: opens one, and when it is lost, another, at growing intervals. Lives on a
 * {@link Loop}, where the events are told too.
 */
final class Link {

    private static final IntervalFunction RECONNECT =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2.0, 0.25, Duration.ofSeconds(8));

    private final Endpoint endpoint;
    private final Limits limits;
    private final String owner;
    private final Loop loop;
    private final Runnable changed;
    private final Consumer<LinkEvent> events;
    private final Transport transport = new Transport();
    private @Nullable Session session;
    private int attempts;
    private boolean closed;

    /**
     * @param changed is called after each update of an open session's replica
     * @param events may close the link, after which nothing is told and nothing tried any more
     */
    Link(Endpoint endpoint, Limits limits, String owner, Loop loop, Runnable changed, Consumer<LinkEvent> events) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.owner = owner;
        this.loop = loop;
        this.changed = changed;
        this.events = events;
    }

    void open() {
        if (closed) {
            return;
        }
        Session.open(transport, endpoint, limits, owner, loop, changed).thenAccept(opening -> {
            if (!closed) {
                switch (opening) {
                    case Opening.Opened(Session opened) -> opened(opened);
                    case Opening.Failed(String line) -> {
                        openLater();
                        events.accept(new LinkEvent.Failed(line));
                    }
                }
            }
        });
    }

    private void opened(Session opened) {
        session = opened;
        opened.closed().thenAccept(reason -> loop.execute(() -> lost(opened, reason)));
        events.accept(new LinkEvent.Opened(opened));
    }

    private void lost(Session old, String reason) {
        if (session != old || closed) {
            return;
        }
        session = null;
        openLater();
        events.accept(new LinkEvent.Lost(reason));
    }

    private void openLater() {
        loop.schedule(this::open, RECONNECT.apply(++attempts));
    }

    /** The open session, if there is one; the last one when the link was closed with it. */
    @Nullable Session session() {
        return session;
    }

    /** The server has proved useful: the next attempt after a loss is an early one. */
    void proved() {
        attempts = 0;
    }

    /** Gives the session up for another. */
    void reopen(String why) {
        if (session != null) {
            session.close(why);
        }
    }

    void close() {
        closed = true;
        reopen("closed by us");
        transport.close();
    }
}
