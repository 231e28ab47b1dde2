package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.rpc.Connection;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.LibraryRpc;
import dev.terrace.ovn.rpc.Limits;
import dev.terrace.ovn.rpc.Notification;
import dev.terrace.ovn.rpc.Reply;
import dev.terrace.ovn.rpc.Transport;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opendaylight.ovsdb.lib.operations.OperationResult;

/**
 * A connection whose replica is complete and follows the server.
 *
 * <p>Its replica belongs to the executor that it was opened with: updates are applied there, in the order in which they
 * came, and the result of a transaction is handed out there after the updates that it caused.
 */
public final class Session {

    /** How long a server may take from the connection to the complete replica. */
    private static final int OPENING_SECONDS = 60;

    /** What a server says that cannot do it now, and may be able to later. */
    private static final Set<String> TRANSIENT =
            Set.of("not leader", "cluster error", "timed out", "I/O error", "resources exhausted", "disk full");

    private static final String MONITOR = "terrace";

    private final Connection connection;
    private final LibraryRpc rpc;
    private final NorthboundSchema schema;
    private final String owner;
    private final Replica replica;
    private boolean namedUuids;

    private Session(Connection connection, LibraryRpc rpc, NorthboundSchema schema, String owner, Replica replica) {
        this.connection = connection;
        this.rpc = rpc;
        this.schema = schema;
        this.owner = owner;
        this.replica = replica;
    }

    /**
     * Connects, checks and reads. Nothing is written.
     *
     * @param executor runs one task after the other
     * @param changed is called on {@code executor} after each update of the replica once the session is open
     * @return completes on {@code executor}, never exceptionally
     */
    public static CompletionStage<Opening> open(
            Transport transport, Endpoint endpoint, Limits limits, String owner, Executor executor, Runnable changed) {
        return new Opener(endpoint, owner, executor, changed).open(transport, limits);
    }

    public Replica replica() {
        return replica;
    }

    /** The version of the Northbound schema, such as {@code 7.11.0}. */
    public String schemaVersion() {
        return schema.version();
    }

    /** Completes on any thread when the connection has ended, with the reason. */
    public CompletionStage<String> closed() {
        return connection.closed();
    }

    public void close(String why) {
        connection.close(why);
    }

    /** Whether new rows get UUIDs of the server's choice, so that what is planned for later does not know them yet. */
    public boolean usesNamedUuids() {
        return namedUuids;
    }

    /** From now on lets the server choose the UUIDs of new rows. */
    public void useNamedUuids() {
        namedUuids = true;
    }

    /** Sends a transaction. Completes on any thread, never exceptionally; see {@link CommitResult}. */
    public CompletionStage<CommitResult> commit(Transaction transaction) {
        Operations operations = Operations.of(transaction, schema, owner, namedUuids);
        CompletableFuture<CommitResult> result = new CompletableFuture<>();
        Futures.addCallback(
                rpc.transact(operations.transaction()),
                new FutureCallback<List<JsonNode>>() {
                    @Override
                    public void onSuccess(List<JsonNode> results) {
                        result.complete(read(results, operations, transaction));
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        result.complete(
                                failure instanceof LibraryRpc.CallFailure call
                                                && call.reply() instanceof Reply.Lost(String reason)
                                        ? new CommitResult.Lost(reason)
                                        : new CommitResult.Unavailable(line(failure)));
                    }
                },
                MoreExecutors.directExecutor());
        return result;
    }

    private static CommitResult read(List<JsonNode> results, Operations operations, Transaction transaction) {
        for (int i = 0; i < results.size(); i++) {
            // An error is an object with that member; null stands for an operation after it that was not tried.
            if (results.get(i).has("error")) {
                OperationResult failed = new OperationResult();
                failed.setError(results.get(i).path("error").asText());
                failed.setDetails(results.get(i).path("details").asText());
                return failure(i, failed, operations, transaction);
            }
        }
        return new CommitResult.Applied();
    }

    private static CommitResult failure(
            int index, OperationResult failed, Operations operations, Transaction transaction) {
        if (operations.isGuard(index)) {
            return new CommitResult.Stale();
        }
        String error = failed.getError();
        String details = failed.getDetails();
        if (error.equals("syntax error") && details.contains("Member 'uuid' is present")) {
            return new CommitResult.UuidRefused();
        }
        return TRANSIENT.contains(error)
                ? new CommitResult.Unavailable(error + ": " + details)
                : new CommitResult.Rejected(error, details, culprits(operations.key(index), details, transaction));
    }

    /**
     * Errors of an operation are its row's; those of the commit name rows by UUID, and of the rows that collide we can
     * only leave out one of ours that is new.
     */
    private static Set<RowKey> culprits(@Nullable RowKey key, String details, Transaction transaction) {
        if (key != null) {
            return Set.of(key);
        }
        Set<RowKey> named = new HashSet<>();
        Set<RowKey> created = new HashSet<>();
        for (Edit edit : transaction.edits()) {
            if (details.contains(edit.row().toString())) {
                (edit.creates() ? created : named).add(edit.key());
            }
        }
        return created.isEmpty() ? named : created;
    }

    private static String line(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case UnknownHostException _ -> "unknown host";
            case TimeoutException _ -> "no answer in time";
            case LibraryRpc.CallFailure call ->
                switch (call.reply()) {
                    case Reply.Lost(String reason) -> reason;
                    case Reply.Refusal(JsonNode error) -> error.toString();
                    case Reply.Result _ -> call.toString();
                };
            default -> cause.getMessage() != null ? cause.getMessage() : cause.toString();
        };
    }

    /** The way to an open session. */
    private static final class Opener {
        private final Endpoint endpoint;
        private final String owner;
        private final Executor executor;
        private final Runnable changed;
        private final Replica replica = new Replica();
        private volatile @Nullable Connection connection;
        private boolean open;

        Opener(Endpoint endpoint, String owner, Executor executor, Runnable changed) {
            this.endpoint = endpoint;
            this.owner = owner;
            this.executor = executor;
            this.changed = changed;
        }

        CompletionStage<Opening> open(Transport transport, Limits limits) {
            Consumer<Notification> notifications = notification -> executor.execute(() -> update(notification));
            CompletableFuture<Opening> opening = transport
                    .connect(endpoint, limits, notifications)
                    .toCompletableFuture()
                    .thenCompose(connected -> {
                        connection = connected;
                        return talk(connected);
                    });
            return opening.orTimeout(OPENING_SECONDS, TimeUnit.SECONDS)
                    .handleAsync(
                            (outcome, failure) -> {
                                if (failure == null && outcome instanceof Opening.Opened) {
                                    open = true;
                                    return outcome;
                                }
                                Opening failed = failure == null ? outcome : failed(failure);
                                Connection started = connection;
                                if (started != null) {
                                    started.close("not used");
                                }
                                return failed;
                            },
                            executor);
        }

        private Opening failed(Throwable failure) {
            String what = connection == null ? "cannot reach the Northbound server at " : "no Northbound server at ";
            return new Opening.Failed(what + endpoint + ": " + line(failure));
        }

        private CompletableFuture<Opening> talk(Connection connected) {
            LibraryRpc rpc = new LibraryRpc(connected);
            return stage(rpc.list_dbs()).thenCompose(databases -> {
                if (!databases.contains(NorthboundSchema.DATABASE)) {
                    return CompletableFuture.completedFuture(new Opening.Failed("no Northbound server at " + endpoint
                            + ": it serves " + String.join(", ", databases) + ", not " + NorthboundSchema.DATABASE));
                }
                return stage(rpc.get_schema(List.of(NorthboundSchema.DATABASE)))
                        .thenCompose(json -> check(connected, rpc, NorthboundSchema.parse(json)));
            });
        }

        private CompletableFuture<Opening> check(Connection connected, LibraryRpc rpc, NorthboundSchema schema) {
            String shortcoming = schema.shortcoming();
            if (shortcoming != null) {
                return CompletableFuture.completedFuture(
                        new Opening.Failed(shortcoming + " (server " + endpoint + ")"));
            }
            return stage(rpc.call("monitor_cond", List.of(NorthboundSchema.DATABASE, MONITOR, requests(owner))))
                    .thenApplyAsync(
                            initial -> {
                                replica.apply(initial);
                                return new Opening.Opened(new Session(connected, rpc, schema, owner, replica));
                            },
                            executor);
        }

        private void update(Notification notification) {
            if (!notification.method().equals("update2")) {
                return;
            }
            try {
                replica.apply(notification.params().path(1));
            } catch (IllegalArgumentException e) {
                // A replica that may differ from the server must not be planned from.
                Connection broken = connection;
                if (broken != null) {
                    broken.close("an update that does not fit: " + e.getMessage());
                }
                return;
            }
            if (open) {
                changed.run();
            }
        }
    }

    /** Our own rows only, by a condition, however many others there are; see {@code ovsdb-server(7)}, 4.1.12. */
    private static ObjectNode requests(String owner) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode requests = nodes.objectNode();
        Replica.COLUMNS.forEach((table, columns) -> {
            ObjectNode request = nodes.objectNode();
            columns.forEach(request.putArray("columns")::add);
            if (columns.contains("external_ids")) {
                ArrayNode condition = request.putArray("where").addArray();
                condition.add("external_ids").add("includes");
                condition
                        .addArray()
                        .add("map")
                        .addArray()
                        .addArray()
                        .add(ExternalIds.OWNER)
                        .add(owner);
            }
            requests.putArray(table).add(request);
        });
        return requests;
    }

    private static <T> CompletableFuture<T> stage(ListenableFuture<T> future) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        Futures.addCallback(
                future,
                new FutureCallback<T>() {
                    @Override
                    public void onSuccess(T value) {
                        stage.complete(value);
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        stage.completeExceptionally(failure);
                    }
                },
                MoreExecutors.directExecutor());
        return stage;
    }
}
