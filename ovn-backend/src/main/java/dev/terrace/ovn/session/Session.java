package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.rpc.Connection;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.LibraryRpc;
import dev.terrace.ovn.rpc.Reply;
import dev.terrace.ovn.rpc.Transport;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.opendaylight.ovsdb.lib.operations.OperationResult;

/**
 * A connection whose replica is complete and follows the server, which is the leader if it is one of a cluster.
 *
 * <p>All of it belongs to the executor that it was opened with: updates are applied there, in the order in which they
 * came, and the result of a transaction is handed out there after the updates that it caused.
 */
public final class Session {

    /** What a server says that cannot do it now, and may be able to later. */
    private static final Set<String> TRANSIENT =
            Set.of("not leader", "cluster error", "timed out", "I/O error", "resources exhausted", "disk full");

    private final Connection connection;
    private final LibraryRpc rpc;
    private final NorthboundSchema schema;
    private final String owner;
    private final Bookmark bookmark;
    private final Monitors monitors;
    private final Opener opener;
    private boolean namedUuids;

    Session(
            Connection connection,
            LibraryRpc rpc,
            NorthboundSchema schema,
            String owner,
            Bookmark bookmark,
            Monitors monitors,
            Opener opener) {
        this.connection = connection;
        this.rpc = rpc;
        this.schema = schema;
        this.owner = owner;
        this.bookmark = bookmark;
        this.monitors = monitors;
        this.opener = opener;
    }

    /**
     * Connects, checks, reads and stands for election.
     *
     * @param bookmark where the session before has ended; this one goes on from there
     * @param executor runs one task after the other
     * @return completes on {@code executor}, never exceptionally
     */
    public static CompletionStage<Opening> open(
            Transport transport,
            Endpoint endpoint,
            Writership writership,
            Bookmark bookmark,
            Executor executor,
            SessionListener listener) {
        return new Opener(endpoint, writership, bookmark, listener).open(transport, executor);
    }

    /**
     * Opens another session on the same connection, because the server has another schema now. This one is of no use
     * any more.
     *
     * @return completes on the executor, never exceptionally
     */
    public CompletionStage<Opening> renew() {
        return opener.again(connection, rpc);
    }

    /** The server. */
    public Endpoint endpoint() {
        return opener.endpoint();
    }

    public Replica replica() {
        return bookmark.replica();
    }

    /** The version of the Northbound schema, such as {@code 7.11.0}. */
    public String schemaVersion() {
        return schema.version();
    }

    /** Whether the server is a member of a cluster. */
    public boolean isOfCluster() {
        Member member = monitors.member();
        return member != null && member.clustered();
    }

    /** Whether the server has chosen us from all writers of our owner that are connected to it (RFC 7047, 4.1.8). */
    public boolean isElected() {
        return monitors.isElected();
    }

    /** Completes on the executor when the connection has ended, with the reason. */
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

    /**
     * Sends a transaction.
     *
     * @param after a row without which it shall not be done; null for none
     * @return completes on the executor, never exceptionally; see {@link CommitResult}
     */
    public CompletionStage<CommitResult> commit(Transaction transaction, Fence fence, @Nullable Edit after) {
        Operations operations = Operations.of(transaction, schema, owner, fence, after, namedUuids);
        return send(operations, transaction);
    }

    /**
     * Puts our fence in the place of the one that is there.
     *
     * @param before what is there; null for none
     * @return as {@link #commit}
     */
    public CompletionStage<CommitResult> takeOver(@Nullable Fence before, Fence next) {
        Operations operations = Operations.takeOver(schema, owner, before, next);
        return send(operations, new Transaction(List.of()));
    }

    /**
     * Counts {@code NB_Global.nb_cfg} up, so that {@link Replica#datapathConfiguration} can tell when all that was
     * committed before is in the datapath.
     *
     * @return the new number, or empty when it was not counted up; completes on the executor, never exceptionally
     */
    public CompletionStage<OptionalLong> count(Fence fence) {
        return LibraryRpc.stage(
                        rpc.transact(Operations.count(schema, owner, fence).transaction()))
                .handle((results, failure) -> {
                    JsonNode number = failure != null || results.isEmpty()
                            ? null
                            : results.getLast().path("rows").path(0).get("nb_cfg");
                    return number == null ? OptionalLong.empty() : OptionalLong.of(number.asLong());
                });
    }

    private CompletionStage<CommitResult> send(Operations operations, Transaction transaction) {
        return connection.call("transact", operations.transaction().params()).thenApply(reply -> switch (reply) {
            case Reply.Result(JsonNode results) -> read(results, operations, transaction);
            case Reply.Refusal(JsonNode error) -> new CommitResult.Unavailable(error.toString());
            case Reply.Lost(String reason) -> new CommitResult.Lost(reason);
        });
    }

    private static CommitResult read(JsonNode results, Operations operations, Transaction transaction) {
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
        if (operations.isFence(index)) {
            return new CommitResult.Fenced();
        }
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
}
