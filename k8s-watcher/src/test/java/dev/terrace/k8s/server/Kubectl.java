package dev.terrace.k8s.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code kubectl} with the credentials of somebody.
 *
 * @param kubeconfig whose, and for which server
 */
public record Kubectl(Path kubeconfig) {

    /**
     * What a command did.
     *
     * @param error what it said on standard error
     */
    public record Result(int exitCode, String out, String error) {

        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a command.
     *
     * @return what it prints
     * @throws IllegalStateException when it fails
     */
    public String run(String... arguments) {
        return require(attempt("", arguments), arguments);
    }

    /** Creates or replaces objects. */
    public void apply(String yaml) {
        String[] arguments = {"apply", "--filename=-"};
        require(attempt(yaml, arguments), arguments);
    }

    /** Creates or replaces the objects of a file, of a folder and those below it. */
    public void apply(Path path) {
        run("apply", "--recursive", "--filename=" + path);
    }

    /** Reports what a kubelet would: the part {@code status} of the objects of a file. */
    public void applyStatus(Path path) {
        run("replace", "--subresource=status", "--filename=" + path);
    }

    private static String require(Result result, String... arguments) {
        if (!result.succeeded()) {
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + ": " + result.error());
        }
        return result.out();
    }

    /** Runs a command with something on standard input; it may fail. */
    public Result attempt(String input, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Kubernetes.KUBECTL.path().toString(), "--kubeconfig=" + kubeconfig));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            // Not in the common pool: the JDK's HTTP client needs it, which the code under test may wait for meanwhile.
            CompletableFuture<String> error = CompletableFuture.supplyAsync(
                    () -> {
                        try (var stderr = process.errorReader(StandardCharsets.UTF_8)) {
                            return stderr.readAllAsString();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    Thread.ofPlatform().daemon()::start);
            try (var stdout = process.inputReader(StandardCharsets.UTF_8)) {
                String out = stdout.readAllAsString();
                return new Result(process.waitFor(), out, error.join());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
