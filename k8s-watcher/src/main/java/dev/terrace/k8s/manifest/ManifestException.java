package dev.terrace.k8s.manifest;

/** Manifests cannot be read. The message is one line for the person who wrote them: where and what. */
public final class ManifestException extends Exception {

    ManifestException(String message) {
        super(message);
    }
}
