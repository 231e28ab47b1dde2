package dev.terrace.k8s.server;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the commands of Kubernetes are that {@code bin/prepare} has built. */
enum Kubernetes {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    KUBECTL("kubectl");

    private static final String DIRECTORY = "TERRACE_KUBERNETES";

    private final String command;

    Kubernetes(String command) {
        this.command = command;
    }

    /** @throws IllegalStateException when it has not been built */
    Path path() {
        String directory = System.getenv(DIRECTORY);
        if (directory == null) {
            throw new IllegalStateException(DIRECTORY + " is not set: run bin/prepare, then source bin/.env.sh");
        }
        Path path = Path.of(directory, command);
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(path + " is missing: run bin/prepare");
        }
        return path;
    }
}
