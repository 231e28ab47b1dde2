package dev.terrace.gateway.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * The wish of SIGTERM and SIGINT that the process ends. The exit code is 0 then: to be told to end is how a gateway
 * ends well, and a service manager must not take it for a failure.
 */
public final class Termination implements AutoCloseable {

    /**
     * How long whoever was told may take, so that the process ends even while it waits for a server. On a busy machine
     * to give a Lease back takes over a second.
     */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("termination").unstarted(this::end);

    private Termination() {}

    /** Listens for it from now on, until closed. */
    public static Termination listen() {
        Termination termination = new Termination();
        Runtime.getRuntime().addShutdownHook(termination.hook);
        return termination;
    }

    /** Waits until it is wished. */
    public void await() throws InterruptedException {
        wished.await();
    }

    private void end() {
        wished.countDown();
        try {
            boolean _ = ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Without it the exit code would be that of the signal.
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    /** Says that nothing is left to be done. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            ended.countDown();
        }
    }
}
