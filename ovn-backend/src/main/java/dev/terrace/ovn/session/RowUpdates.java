package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.TableUpdates;
import dev.terrace.ovn.rpc.RowSink;
import java.util.UUID;

/** Collects the rows of one message for the replica. */
final class RowUpdates implements RowSink {

    private final MonitorMethod method;
    private final String owner;
    private final TableUpdates updates;

    /** @param replica which shares texts with what is collected */
    RowUpdates(MonitorMethod method, String owner, Replica replica) {
        this.method = method;
        this.owner = owner;
        this.updates = replica.expect();
    }

    @Override
    public void row(String table, String uuid, JsonNode update) {
        updates.add(table, UUID.fromString(uuid), method.update(update, owner));
    }

    /** The rows of a message: those that were collected while it came, or all that it holds. */
    static TableUpdates of(JsonNode value, MonitorMethod method, String owner, Replica replica) {
        if (value instanceof POJONode collected && collected.getPojo() instanceof RowUpdates rows) {
            return rows.updates;
        }
        RowUpdates all = new RowUpdates(method, owner, replica);
        all.rows(value);
        return all.updates;
    }
}
