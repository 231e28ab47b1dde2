package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.opendaylight.ovsdb.lib.jsonrpc.Params;
import org.opendaylight.ovsdb.lib.message.OvsdbRPC;
import org.opendaylight.ovsdb.lib.message.Response;
import org.opendaylight.ovsdb.lib.message.TransactBuilder;

/**
 * The seam to the OpenDaylight library: its calls on our connection, so that its schema, notation and operations work
 * without its transport.
 *
 * <p>A future fails with {@link CallFailure} where a {@link Reply} is not a result.
 */
public final class LibraryRpc implements OvsdbRPC {

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> NODES = new TypeReference<>() {};

    private final Connection connection;

    public LibraryRpc(Connection connection) {
        this.connection = connection;
    }

    /** A reply that is not a result, for those who cannot take it as a value. */
    public static final class CallFailure extends Exception {
        private final transient Reply reply;

        CallFailure(Reply reply) {
            super(reply.toString());
            this.reply = reply;
        }

        public Reply reply() {
            return reply;
        }

        /** What went wrong, to a person. */
        public String line() {
            return switch (reply) {
                case Reply.Lost(String reason) -> reason;
                case Reply.Refusal(JsonNode error) -> error.toString();
                case Reply.Result _ -> toString();
            };
        }
    }

    @Override
    public ListenableFuture<JsonNode> get_schema(List<String> databases) {
        return call("get_schema", databases, result -> result);
    }

    @Override
    public ListenableFuture<List<String>> echo() {
        return call("echo", List.of(), LibraryRpc::strings);
    }

    @Override
    public ListenableFuture<JsonNode> monitor(Params request) {
        return call("monitor", request.params(), result -> result);
    }

    @Override
    public ListenableFuture<List<String>> list_dbs() {
        return call("list_dbs", List.of(), LibraryRpc::strings);
    }

    @Override
    public ListenableFuture<List<JsonNode>> transact(TransactBuilder transaction) {
        return call("transact", transaction.params(), result -> Encoded.MAPPER.convertValue(result, NODES));
    }

    /** Calls a method that the library has no word for, such as {@code monitor_cond}. */
    public ListenableFuture<JsonNode> call(String method, Object params) {
        return call(method, params, result -> result);
    }

    @Override
    public ListenableFuture<Response> cancel(String id) {
        throw new UnsupportedOperationException("cancel");
    }

    @Override
    public ListenableFuture<JsonNode> monitor_cancel(Params id) {
        return call("monitor_cancel", id.params(), result -> result);
    }

    @Override
    public ListenableFuture<Object> lock(List<String> id) {
        return call("lock", id, result -> result);
    }

    @Override
    public ListenableFuture<Object> steal(List<String> id) {
        return call("steal", id, result -> result);
    }

    @Override
    public ListenableFuture<Object> unlock(List<String> id) {
        return call("unlock", id, result -> result);
    }

    /** Always false: notifications go to whoever opened the {@link Connection}. */
    @Override
    public boolean registerCallback(Callback callback) {
        return false;
    }

    private <T> ListenableFuture<T> call(String method, Object params, Function<? super JsonNode, ? extends T> read) {
        SettableFuture<T> future = SettableFuture.create();
        connection.call(method, params).thenAccept(reply -> {
            switch (reply) {
                case Reply.Result(JsonNode value) -> {
                    try {
                        future.set(read.apply(value));
                    } catch (IllegalArgumentException e) {
                        future.setException(e);
                    }
                }
                case Reply.Refusal _, Reply.Lost _ -> future.setException(new CallFailure(reply));
            }
        });
        return future;
    }

    /** A future of the library as the JDK has them. */
    public static <T> CompletionStage<T> stage(ListenableFuture<T> future) {
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

    private static List<String> strings(JsonNode result) {
        return Encoded.MAPPER.convertValue(result, STRINGS);
    }
}
