package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.ovn.rpc.Connection;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Notification;
import dev.terrace.ovn.rpc.Reply;
import dev.terrace.ovn.rpc.RowSink;
import dev.terrace.ovn.rpc.ServerVoice;
import dev.terrace.ovn.rpc.Transport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks rows of ours up in a Northbound database, once, and changes nothing. */
public final class NorthboundLookup {

    private static final String DATABASE = "OVN_Northbound";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final WriterSettings settings;
    private final List<String> ids;

    private NorthboundLookup(WriterSettings settings, Collection<String> ids) {
        this.settings = settings;
        this.ids = List.copyOf(ids);
    }

    /**
     * The UUIDs that ACLs of ours have in the database. Blocks until it has answered.
     *
     * @param settings where it is, how to get in, and who we are
     * @param ids the primary ids of the ACLs
     * @return by primary id; an ACL that is not there has none
     * @throws NorthboundException when no endpoint answers
     */
    public static Map<String, UUID> acls(WriterSettings settings, Collection<String> ids) throws NorthboundException {
        return new NorthboundLookup(settings, ids).ask();
    }

    private Map<String, UUID> ask() throws NorthboundException {
        Loop loop = new Loop("northbound-lookup", _ -> {});
        try {
            Transport transport = new Transport(loop.group(), settings.tls(), settings.limits());
            String failure = "no endpoint";
            for (Endpoint endpoint : settings.endpoints()) {
                try {
                    return found(transport
                            .connect(endpoint, loop, new Unheard())
                            .thenCompose(this::select)
                            .toCompletableFuture()
                            .join());
                } catch (CompletionException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    failure = "cannot reach the Northbound server at " + endpoint + ": " + cause.getMessage();
                }
            }
            throw new NorthboundException(failure);
        } finally {
            loop.end();
        }
    }

    private CompletionStage<Reply> select(Connection connection) {
        ArrayNode params = JSON.arrayNode().add(DATABASE);
        for (String id : ids) {
            ObjectNode select = params.addObject().put("op", "select").put("table", "ACL");
            ArrayNode condition = select.putArray("where").addArray();
            condition.add("external_ids").add("includes");
            ArrayNode pairs = condition.addArray().add("map").addArray();
            pairs.addArray().add(ExternalIds.OWNER).add(settings.owner());
            pairs.addArray().add(ExternalIds.ID).add(id);
            select.putArray("columns").add("_uuid");
        }
        return connection.call("transact", params);
    }

    private Map<String, UUID> found(Reply reply) throws NorthboundException {
        return switch (reply) {
            case Reply.Result(JsonNode results) -> {
                Map<String, UUID> found = new LinkedHashMap<>();
                for (int i = 0; i < ids.size(); i++) {
                    JsonNode uuid =
                            results.path(i).path("rows").path(0).path("_uuid").path(1);
                    if (uuid.isTextual()) {
                        found.put(ids.get(i), UUID.fromString(uuid.textValue()));
                    }
                }
                yield found;
            }
            case Reply.Refusal(JsonNode error) -> throw new NorthboundException(error.toString());
            case Reply.Lost(String reason) -> throw new NorthboundException(reason);
        };
    }

    /** Whoever asks once has not subscribed to anything. */
    private static final class Unheard implements ServerVoice {

        @Override
        public void hear(Notification notification) {}

        @Override
        public @Nullable RowSink rows(String method, String monitor) {
            return null;
        }
    }
}
