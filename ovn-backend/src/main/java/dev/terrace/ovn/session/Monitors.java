package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.rpc.Notification;
import dev.terrace.ovn.rpc.RowSink;
import dev.terrace.ovn.rpc.ServerVoice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server tells by itself on one connection: changes of our rows, of its place in the cluster, and who holds
 * the lock.
 */
final class Monitors implements ServerVoice {

    private static final Logger LOG = LoggerFactory.getLogger(Monitors.class);

    /** The id of the monitor of our rows. */
    static final String ROWS = "terrace";

    /** The id of the monitor of {@code _Server}. */
    static final String SERVER = "terrace-server";

    static final String SERVER_DATABASE = "_Server";
    static final String SERVER_TABLE = "Database";
    static final List<String> SERVER_COLUMNS = List.of("name", "model", "connected", "leader", "cid", "index");

    private final String owner;
    private final Bookmark bookmark;
    private final SessionListener listener;
    private final Consumer<String> giveUp;

    private volatile MonitorMethod method = MonitorMethod.SINCE;
    private @Nullable Member member;
    private boolean elected;
    private boolean open;

    /** @param giveUp ends the connection, for a reason */
    Monitors(String owner, Bookmark bookmark, SessionListener listener, Consumer<String> giveUp) {
        this.owner = owner;
        this.bookmark = bookmark;
        this.listener = listener;
        this.giveUp = giveUp;
    }

    /** The name of the lock of an owner, an {@code <id>} as RFC 7047, section 3.1, wants it. */
    static String lock(String owner) {
        return "terrace_"
                + Hashing.sha256()
                        .hashString(owner, StandardCharsets.UTF_8)
                        .toString()
                        .substring(0, 16);
    }

    /** From now on the listener is told; before, nobody knows of the session. */
    void open() {
        open = true;
    }

    /** Updates come by this method from now on. */
    void follow(MonitorMethod next) {
        method = next;
    }

    /** Its place in the cluster as far as the server tells; null where it does not. */
    @Nullable Member member() {
        return member;
    }

    void elect(boolean now) {
        elected = now;
    }

    /** Whether we hold the lock. */
    boolean isElected() {
        return elected;
    }

    @Override
    public @Nullable RowSink rows(String name, String monitor) {
        return monitor.equals(ROWS) && name.equals(method.notification())
                ? new RowUpdates(method, owner, bookmark.replica())
                : null;
    }

    @Override
    public void hear(Notification notification) {
        JsonNode params = notification.params();
        String id = params.path(0).asText();
        switch (notification.method()) {
            case "update", "update2", "update3" -> {
                if (id.equals(SERVER)) {
                    server(params.path(1));
                } else {
                    rows(notification.method(), params);
                }
            }
            case "locked" -> election(true);
            case "stolen" -> election(false);
            case "monitor_canceled" -> canceled(id);
            default -> LOG.debug("a notification that we do not know: {}", notification.method());
        }
    }

    private void canceled(String id) {
        if (id.equals(ROWS) && open) {
            open = false;
            listener.converted();
        }
    }

    private void election(boolean now) {
        elected = now;
        changed();
    }

    private void rows(String name, JsonNode params) {
        if (!name.equals(method.notification())) {
            return;
        }
        try {
            JsonNode rows = params.path(method == MonitorMethod.SINCE ? 2 : 1);
            Replica replica = bookmark.replica();
            replica.apply(RowUpdates.of(rows, method, owner, replica));
        } catch (IllegalArgumentException e) {
            // A replica that may differ from the server must not be planned from.
            bookmark.forget();
            giveUp.accept("an update that does not fit: " + e.getMessage());
            return;
        }
        if (method == MonitorMethod.SINCE) {
            bookmark.reached(params.path(1));
        }
        changed();
    }

    private void changed() {
        if (open) {
            listener.changed();
        }
    }

    /** Takes over a {@code <table-updates>} of {@code _Server}. */
    void server(JsonNode updates) {
        for (JsonNode row : updates.path(SERVER_TABLE)) {
            JsonNode now = row.path("new");
            JsonNode named = now.isMissingNode() ? row.path("old") : now;
            if (named.path("name").asText().equals(NorthboundSchema.DATABASE)) {
                member = now.isMissingNode() ? null : Member.of(now);
            }
        }
        Member heard = member;
        if (open && heard != null) {
            String doubt = bookmark.doubt(heard);
            if (doubt == null) {
                bookmark.trust(heard);
            } else {
                giveUp.accept(doubt);
            }
        }
    }
}
