package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.terrace.ovn.replica.Fence;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.TableUpdates;
import dev.terrace.ovn.rpc.Connection;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.LibraryRpc;
import dev.terrace.ovn.rpc.Reply;
import dev.terrace.ovn.rpc.Transport;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to an open session: connect, ask the server what it is, check its schema, read, stand for election. Nothing
 * of ours is written.
 */
final class Opener {

    private final Endpoint endpoint;
    private final Writership writership;
    private final Bookmark bookmark;
    private final Monitors monitors;
    private @Nullable Connection connection;
    private @Nullable LibraryRpc rpc;

    Opener(Endpoint endpoint, Writership writership, Bookmark bookmark, SessionListener listener) {
        this.endpoint = endpoint;
        this.writership = writership;
        this.bookmark = bookmark;
        this.monitors = new Monitors(writership.owner(), bookmark, listener, this::giveUp);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    private void giveUp(String why) {
        Connection started = connection;
        if (started != null) {
            started.close(why);
        }
    }

    /** Connects and begins. Completes on the executor, never exceptionally. */
    CompletionStage<Opening> open(Transport transport, Executor executor) {
        return ending(transport.connect(endpoint, executor, monitors).thenCompose(connected -> {
            connection = connected;
            LibraryRpc calls = new LibraryRpc(connected);
            rpc = calls;
            return begin(connected, calls);
        }));
    }

    /** Begins again on the same connection. */
    CompletionStage<Opening> again(Connection same, LibraryRpc calls) {
        return ending(begin(same, calls));
    }

    private CompletionStage<Opening> ending(CompletionStage<Opening> opening) {
        return opening.exceptionally(this::failed).thenApply(outcome -> {
            if (outcome instanceof Opening.Opened) {
                monitors.open();
            } else {
                giveUp("not used");
            }
            return outcome;
        });
    }

    private Opening failed(Throwable failure) {
        String what = connection == null ? "cannot reach the Northbound server at " : "no Northbound server at ";
        return new Opening.Failed(what + endpoint + ": " + line(failure));
    }

    private CompletionStage<Opening> begin(Connection connected, LibraryRpc calls) {
        return LibraryRpc.stage(calls.list_dbs()).thenCompose(databases -> {
            if (!databases.contains(NorthboundSchema.DATABASE)) {
                return done(new Opening.Failed("no Northbound server at " + endpoint + ": it serves "
                        + String.join(", ", databases) + ", not " + NorthboundSchema.DATABASE));
            }
            return databases.contains(Monitors.SERVER_DATABASE)
                    ? askServer(connected, calls)
                    : readSchema(connected, calls);
        });
    }

    private CompletionStage<Opening> askServer(Connection connected, LibraryRpc calls) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ArrayNode request = nodes.arrayNode().add(Monitors.SERVER_DATABASE).add(Monitors.SERVER);
        ArrayNode columns = request.addObject().putObject(Monitors.SERVER_TABLE).putArray("columns");
        Monitors.SERVER_COLUMNS.forEach(columns::add);
        // Again on the same connection, the monitor is there already, and up to date.
        CompletionStage<?> asked = monitors.member() != null
                ? CompletableFuture.completedStage(null)
                : connected
                        .call("set_db_change_aware", List.of(true))
                        .thenCompose(_ -> LibraryRpc.stage(calls.call("monitor", request)))
                        .thenAccept(monitors::server);
        return asked.thenCompose(_ -> {
            Member member = monitors.member();
            if (member == null) {
                return readSchema(connected, calls);
            }
            String doubt = bookmark.doubt(member);
            if (doubt == null) {
                bookmark.trust(member);
                return readSchema(connected, calls);
            }
            String line = "not the Northbound server for us at " + endpoint + ": " + doubt;
            return done(
                    bookmark.isOfAnotherCluster(member)
                            ? new Opening.OtherCluster(line, member.cluster())
                            : new Opening.Unsuitable(line));
        });
    }

    private CompletionStage<Opening> readSchema(Connection connected, LibraryRpc calls) {
        return LibraryRpc.stage(calls.get_schema(List.of(NorthboundSchema.DATABASE)))
                .thenCompose(json -> {
                    NorthboundSchema schema = NorthboundSchema.parse(json);
                    String shortcoming = schema.shortcoming();
                    if (shortcoming != null) {
                        return done(new Opening.Failed(shortcoming + " (server " + endpoint + ")"));
                    }
                    bookmark.schema(schema.version());
                    return readRows(connected, MonitorMethod.SINCE)
                            .thenCompose(_ -> standForElection(calls))
                            .thenApply(_ -> new Opening.Opened(new Session(
                                    connected, calls, schema, writership.owner(), bookmark, monitors, this)));
                });
    }

    private CompletionStage<?> readRows(Connection connected, MonitorMethod method) {
        monitors.follow(method);
        ArrayNode params = method.params(Monitors.ROWS, writership.owner(), bookmark.transaction());
        Supplier<RowUpdates> rows = () -> new RowUpdates(method, writership.owner(), bookmark.replica());
        return connected.call(method.method(), params, rows).thenCompose(reply -> {
            MonitorMethod fallback = method.fallback();
            return switch (reply) {
                case Reply.Result(JsonNode result) -> {
                    take(method, result);
                    yield CompletableFuture.completedStage(null);
                }
                case Reply.Refusal(JsonNode error)
                when fallback != null && error.toString().contains("unknown method") -> readRows(connected, fallback);
                case Reply.Refusal(JsonNode error) ->
                    CompletableFuture.failedStage(new IllegalStateException(error.toString()));
                case Reply.Lost(String reason) -> CompletableFuture.failedStage(new IllegalStateException(reason));
            };
        });
    }

    private void take(MonitorMethod method, JsonNode result) {
        boolean since = method == MonitorMethod.SINCE;
        TableUpdates rows =
                RowUpdates.of(since ? result.path(2) : result, method, writership.owner(), bookmark.replica());
        if (!since || !result.path(0).asBoolean()) {
            bookmark.forget();
        }
        try {
            bookmark.replica().apply(rows);
        } catch (IllegalArgumentException e) {
            bookmark.forget();
            throw e;
        }
        if (since) {
            bookmark.reached(result.path(1));
        }
    }

    /**
     * Who put the fence up is not asked to wait for a connection of their own that the server still holds for alive.
     */
    private CompletionStage<?> standForElection(LibraryRpc calls) {
        Replica replica = bookmark.replica();
        Fence fence = replica.fence();
        boolean ours = fence != null && fence.holder().equals(writership.holder());
        List<String> lock = List.of(Monitors.lock(writership.owner()));
        // On the same connection we may hold it still, which the server takes for an error.
        if (monitors.isElected()) {
            return CompletableFuture.completedStage(null);
        }
        return LibraryRpc.stage(calls.call(ours ? "steal" : "lock", lock))
                .thenAccept(answer -> monitors.elect(answer.path("locked").asBoolean()));
    }

    private static CompletionStage<Opening> done(Opening opening) {
        return CompletableFuture.completedStage(opening);
    }

    private static String line(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case UnknownHostException _ -> "unknown host";
            case TimeoutException _ -> "no answer in time";
            case LibraryRpc.CallFailure call -> call.line();
            default -> cause.getMessage() != null ? cause.getMessage() : cause.toString();
        };
    }
}
