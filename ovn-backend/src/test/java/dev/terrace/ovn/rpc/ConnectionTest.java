package dev.terrace.ovn.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes and limits, on a clock that the test moves. */
class ConnectionTest {

    private static final RowSink NOWHERE = new RowSink() {
        @Override
        public void row(String table, String uuid, JsonNode update) {
            // The rows are of no interest.
        }
    };

    private static final ServerVoice NOBODY = new ServerVoice() {
        @Override
        public void hear(Notification notification) {
            throw new AssertionError(notification);
        }

        @Override
        public @Nullable RowSink rows(String method, String monitor) {
            return null;
        }
    };

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private Connection connection;

    @BeforeEach
    void connect() {
        channel.freezeTime();
        connection = new Connection(channel, Limits.DEFAULT, Runnable::run, NOBODY);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
        }
    }

    private @Nullable String sent() {
        ByteBuf out = channel.readOutbound();
        if (out == null) {
            return null;
        }
        String text = out.toString(StandardCharsets.UTF_8);
        out.release();
        return text;
    }

    private void comes(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Test
    void aSilentServerIsProbedAndThenLeft() {
        pass(6);
        assertThat(sent()).contains("\"method\":\"echo\"");
        pass(6);
        assertThat(channel.isOpen()).isFalse();
        assertThat(connection.closed()).isCompletedWithValue("the server has not answered a probe");
    }

    @Test
    void aServerThatComposesManyRowsIsNotProbed() {
        var reply = connection.call("monitor_cond", List.of(), () -> NOWHERE).toCompletableFuture();
        assertThat(sent()).contains("\"method\":\"monitor_cond\"");
        pass(50);
        assertThat(sent()).isNull();
        assertThat(channel.isOpen()).isTrue();

        comes("{\"id\":1,\"result\":{\"ACL\":{}},\"error\":null}");
        assertThat(reply).isDone();
        pass(6);
        assertThat(sent()).contains("\"method\":\"echo\"");
    }

    @Test
    void aCallWithoutAnAnswerEndsInTime() {
        var reply = connection.call("monitor_cond", List.of(), () -> NOWHERE).toCompletableFuture();
        pass(61);
        assertThat(reply).isCompletedWithValue(new Reply.Lost("no answer to monitor_cond within 60 s"));
        assertThat(channel.isOpen()).isFalse();
    }
}
