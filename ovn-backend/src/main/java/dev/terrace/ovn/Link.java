package dev.terrace.ovn;

import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Transport;
import dev.terrace.ovn.session.Bookmark;
import dev.terrace.ovn.session.Opening;
import dev.terrace.ovn.session.Session;
import dev.terrace.ovn.session.SessionListener;
import dev.terrace.ovn.session.Writership;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session open to the server, or to the leader of the cluster: opens one, and when it is lost, another, all
 * endpoints in turn and then at growing intervals. An endpoint that failed three times in a row is left out for a while
 * as long as there are others. Lives on a {@link Loop}, where the events are told too.
 */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final IntervalFunction RECONNECT =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2.0, 0.25, Duration.ofSeconds(8));

    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindow(3, 3, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(100)
            .waitDurationInOpenState(Duration.ofSeconds(30))
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();

    private final Writership writership;
    private final Loop loop;
    private final SessionListener listener;
    private final Consumer<LinkEvent> events;
    private final Transport transport;
    private final Bookmark bookmark = new Bookmark();
    private final List<Door> doors;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable Session session;
    private int turn;
    private int triesAtOnce;
    private int rounds;
    private boolean answered;
    private boolean closed;

    /** An endpoint with what we know of it; {@code otherCluster} is empty unless it belongs to one. */
    private static final class Door {
        private final Endpoint endpoint;
        private final CircuitBreaker breaker;
        private String otherCluster = "";

        Door(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.breaker = CircuitBreaker.of(endpoint.toString(), BREAKER);
        }
    }

    /**
     * @param changed is called after each update of an open session's replica
     * @param events may close the link, after which nothing is told and nothing tried any more
     */
    Link(WriterSettings settings, String holder, Loop loop, Runnable changed, Consumer<LinkEvent> events) {
        this.writership = new Writership(settings.owner(), holder);
        this.loop = loop;
        this.events = events;
        this.transport = new Transport(loop.group(), settings.tls(), settings.limits());
        this.doors = settings.endpoints().stream().map(Door::new).toList();
        this.triesAtOnce = doors.size();
        this.listener = new SessionListener() {
            @Override
            public void changed() {
                changed.run();
            }

            @Override
            public void converted() {
                renew();
            }
        };
    }

    /** The endpoints whose breaker is open; may be called on any thread. */
    List<Endpoint> leftOut() {
        return doors.stream()
                .filter(door -> door.breaker.getState() == CircuitBreaker.State.OPEN)
                .map(door -> door.endpoint)
                .toList();
    }

    /** Opens a session at the next endpoint in turn, at once or after a while. */
    void open() {
        if (closed) {
            return;
        }
        triesAtOnce--;
        Door door = nextDoor();
        Session.open(transport, door.endpoint, writership, bookmark, loop, listener)
                .thenAccept(opening -> tried(door, opening));
    }

    private Door nextDoor() {
        // Only when every server has said so is another cluster believed, so none may be left out then.
        boolean moved = doors.stream().anyMatch(door -> !door.otherCluster.isEmpty());
        for (int i = 0; i < doors.size(); i++) {
            Door door = doors.get(turn++ % doors.size());
            if (moved || door.breaker.tryAcquirePermission()) {
                return door;
            }
        }
        // All of them are bad: waiting would help nobody.
        return doors.get(turn++ % doors.size());
    }

    private void tried(Door door, Opening opening) {
        if (closed) {
            return;
        }
        switch (opening) {
            case Opening.Opened(Session opened) -> {
                well(door);
                opened(opened);
            }
            case Opening.Failed(String line) -> {
                door.breaker.onError(0, TimeUnit.NANOSECONDS, new NorthboundException(line));
                failed(line);
            }
            case Opening.Unsuitable(String line) -> {
                well(door);
                answered = true;
                failed(line);
            }
            case Opening.OtherCluster(String line, String cluster) -> {
                well(door);
                answered = true;
                door.otherCluster = cluster;
                if (doors.stream().allMatch(each -> each.otherCluster.equals(cluster))) {
                    LOG.warn("all servers belong to another cluster now, {}: starting from what it holds", cluster);
                    bookmark.adopt(cluster);
                }
                failed(line);
            }
        }
    }

    private static void well(Door door) {
        door.otherCluster = "";
        door.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    private void failed(String line) {
        LOG.debug("{}", line);
        complaints.add(line);
        if (triesAtOnce > 0) {
            open();
            return;
        }
        LinkEvent event = new LinkEvent.Failed(String.join("; ", complaints), answered);
        openLater();
        events.accept(event);
    }

    private void openLater() {
        complaints.clear();
        answered = false;
        triesAtOnce = doors.size();
        loop.schedule(this::open, RECONNECT.apply(++rounds));
    }

    private void opened(Session opened) {
        session = opened;
        complaints.clear();
        answered = false;
        opened.closed().thenAccept(reason -> lost(opened, reason));
        events.accept(new LinkEvent.Opened(opened));
    }

    private void lost(Session old, String reason) {
        if (session != old || closed) {
            return;
        }
        session = null;
        if (triesAtOnce <= 0) {
            openLater();
        } else {
            loop.execute(this::open);
        }
        events.accept(new LinkEvent.Lost(reason));
    }

    private void renew() {
        Session old = session;
        if (old == null || closed) {
            return;
        }
        session = null;
        events.accept(new LinkEvent.Lost("the server has another schema"));
        old.renew().thenAccept(opening -> {
            if (!closed) {
                switch (opening) {
                    case Opening.Opened(Session opened) -> opened(opened);
                    case Opening.Failed(String line) -> failed(line);
                    case Opening.Unsuitable(String line) -> failed(line);
                    case Opening.OtherCluster(String line, String _) -> failed(line);
                }
            }
        });
    }

    /** The open session, if there is one; the last one when the link was closed with it. */
    @Nullable Session session() {
        return session;
    }

    /** The server has proved useful: after a loss all endpoints are tried at once. */
    void proved() {
        rounds = 0;
        triesAtOnce = doors.size();
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
