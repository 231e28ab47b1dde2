package dev.terrace.ovn;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One thread that runs one task after the other; what comes after its end is not run. */
final class Loop implements Executor {

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Throwable> bug;

    /** @param bug is called on the thread when a task failed, which none should */
    Loop(String name, Consumer<Throwable> bug) {
        this.bug = bug;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // What the network still has to say after the end is of no interest.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(() -> guarded(task));
    }

    void schedule(Runnable task, long milliseconds) {
        ScheduledFuture<?> _ = thread.schedule(() -> guarded(task), milliseconds, TimeUnit.MILLISECONDS);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            bug.accept(e);
        }
    }

    /** Ends after the tasks that wait already, those of later apart. */
    void end() {
        thread.shutdown();
    }

    boolean isEnded() {
        return thread.isShutdown();
    }
}
