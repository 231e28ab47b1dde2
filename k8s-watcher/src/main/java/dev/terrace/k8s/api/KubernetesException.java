package dev.terrace.k8s.api;

/** A cluster that cannot be read; the message is one line for people. */
public final class KubernetesException extends Exception {

    private static final long serialVersionUID = 1L;

    KubernetesException(String message) {
        super(message);
    }
}
