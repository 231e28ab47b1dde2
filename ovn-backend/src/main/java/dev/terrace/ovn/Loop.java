package dev.terrace.ovn;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread that runs one task after the other, and the connections beside them, so that nothing is handed from one
 * thread to another between the network and the writer; what comes after its end is not run.
 */
final class Loop implements Executor {

    private final EventLoopGroup group;
    private final EventLoop thread;
    private final Consumer<Throwable> bug;
    private volatile boolean ended;

    /** @param bug is called on the thread when a task failed, which none should */
    Loop(String name, Consumer<Throwable> bug) {
        this.bug = bug;
        // NIO also for Unix sockets, so no native library is needed.
        this.group = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory(name, true),
                NioIoHandler.newFactory(SelectorProvider.provider(), () -> new Wakefulness(System::nanoTime)));
        this.thread = group.next();
    }

    /** Where connections live. */
    EventLoopGroup group() {
        return group;
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            // What the network still has to say after the end is of no interest.
            return;
        }
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            if (!ended) {
                throw e;
            }
        }
    }

    void schedule(Runnable task, long milliseconds) {
        if (!ended) {
            Future<?> _ = thread.schedule(() -> guarded(task), milliseconds, TimeUnit.MILLISECONDS);
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            bug.accept(e);
        }
    }

    /** Ends after the tasks that wait already, those of later apart. Connections end with it. */
    void end() {
        ended = true;
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    boolean isEnded() {
        return ended;
    }
}
