package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.WriterState.Phase;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer that is closed, whatever it is doing: nothing of it is left, and nobody waits for it. */
class NorthboundCloseTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private final Random random = Faults.random("close");

    @BeforeEach
    void empty() {
        SERVER.clear();
    }

    /** What a writer does when it is closed. */
    enum Moment {
        NOT_STARTED,
        CONNECTING,
        BETWEEN_TWO_ATTEMPTS,
        WAITING_FOR_AN_ANSWER,
        STANDING_BY,
        WAITING_TO_TRY_A_REJECTED_ROW_AGAIN,
        ANY
    }

    private static final class Calls implements WriterListener {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void phaseChanged(WriterState state) {
            count.incrementAndGet();
        }

        @Override
        public void settled(Outcome outcome) {
            count.incrementAndGet();
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void g8_nothingIsLeftOfAWriterThatIsClosed(Moment moment) throws Exception {
        for (int i = 0; i < Faults.times(4); i++) {
            Set<Thread> before = threads();
            Calls calls = new Calls();
            try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                    RunningWriter first = new RunningWriter(SERVER.endpoint())) {
                NorthboundWriter writer =
                        new NorthboundWriter(WriterSettings.of(List.of(proxy.endpoint()), Rows.OWNER), calls);
                if (moment != Moment.STANDING_BY) {
                    first.end();
                }
                CompletableFuture<Outcome> outcome = writer.desire(
                                moment == Moment.WAITING_TO_TRY_A_REJECTED_ROW_AGAIN
                                        ? unwritable()
                                        : Rows.image(Rows.policy("web" + i)))
                        .toCompletableFuture();
                CompletableFuture<Void> started = bringTo(moment, writer, proxy);
                writer.close();
                assertThat(outcome.get(1, TimeUnit.SECONDS)).isNotNull();
                RunningWriter.await(started::isDone);
                first.end();
                RunningWriter.await(() -> before.containsAll(threads()));
                assertThat(writer.state().phase()).isEqualTo(Phase.CLOSED);
                int called = calls.count.get();
                proxy.stall(false);
                RunningWriter.await(() -> proxy.connections() == 0);
                assertThat(calls.count.get()).isEqualTo(called);
                assertThat(writer.desire(DesiredImage.EMPTY)
                                .toCompletableFuture()
                                .get(1, TimeUnit.SECONDS))
                        .isEqualTo(new Outcome.Unknown("closed"));
            }
        }
    }

    private CompletableFuture<Void> bringTo(Moment moment, NorthboundWriter writer, FaultProxy proxy) throws Exception {
        if (moment == Moment.NOT_STARTED) {
            return CompletableFuture.completedFuture(null);
        }
        if (moment == Moment.CONNECTING) {
            proxy.stall(true);
        }
        CompletableFuture<Void> started = writer.start().toCompletableFuture();
        switch (moment) {
            case NOT_STARTED -> {}
            case CONNECTING, ANY -> Thread.sleep(random.nextInt(100));
            case BETWEEN_TWO_ATTEMPTS -> {
                started.get(10, TimeUnit.SECONDS);
                proxy.refuse();
                RunningWriter.await(() -> writer.state().detail().contains("cannot reach"));
            }
            case WAITING_FOR_AN_ANSWER -> {
                started.get(10, TimeUnit.SECONDS);
                proxy.stall(true);
                CompletableFuture<Outcome> _ = writer.desire(DesiredImage.EMPTY).toCompletableFuture();
                Thread.sleep(random.nextInt(20));
            }
            case STANDING_BY -> RunningWriter.await(() -> writer.state().phase() == Phase.STANDING_BY);
            case WAITING_TO_TRY_A_REJECTED_ROW_AGAIN ->
                RunningWriter.await(() -> writer.state().rejectedRows() > 0);
        }
        return started;
    }

    private static DesiredImage unwritable() {
        return Rows.image(Rows.group("pg"), Rows.acl("a", "pg", 1, 32_768, "ip4", AclRow.Verb.DROP));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ovn-writer")
                        || thread.getName().startsWith("ovsdb"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A server that is silent would notice by a probe of its own, seconds later. */
    @Test
    void g8_aConnectionThatIsBeingOpenedIsClosedAtOnce() throws Exception {
        for (int i = 0; i < Faults.times(10); i++) {
            try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                NorthboundWriter writer = new NorthboundWriter(
                        WriterSettings.of(
                                List.of(new Endpoint.Tcp(
                                        silent.getInetAddress().getHostAddress(), silent.getLocalPort())),
                                Rows.OWNER),
                        WriterListener.NONE);
                CompletableFuture<Void> started = writer.start().toCompletableFuture();
                Thread.sleep(random.nextInt(10));
                writer.close();
                RunningWriter.await(started::isDone);
                silent.setSoTimeout(200);
                try (Socket connection = silent.accept()) {
                    connection.setSoTimeout(2_000);
                    connection.getInputStream().readAllBytes();
                } catch (SocketTimeoutException neverConnected) {
                    assertThat(neverConnected).hasMessageContaining("Accept");
                } catch (SocketException reset) {
                    assertThat(reset).hasMessageContaining("reset");
                }
            }
        }
    }

    @Test
    void g8_aCallWithoutAnswerEnds() throws Exception {
        Limits limits = Limits.DEFAULT;
        Limits impatient = new Limits(
                limits.messageBytes(),
                limits.depth(),
                limits.backlog(),
                limits.connect(),
                Duration.ofMillis(200),
                Duration.ZERO);
        try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                RunningWriter writer = new RunningWriter(WriterSettings.of(List.of(proxy.endpoint()), Rows.OWNER)
                        .withMassDelete(true)
                        .withLimits(impatient))) {
            for (int i = 0; i < Faults.TIMES; i++) {
                proxy.stall(true);
                DesiredImage image = Rows.image(Rows.set("as_" + i));
                CompletableFuture<Outcome> outcome = writer.wish(image);
                RunningWriter.await(() -> writer.state().phase() == Phase.DISCONNECTED);
                proxy.stall(false);
                assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertThat(Contents.of(SERVER, Rows.OWNER)).isEqualTo(Contents.of(image, Set.of()));
            }
        }
    }
}
