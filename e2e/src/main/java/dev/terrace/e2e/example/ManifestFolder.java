package dev.terrace.e2e.example;

import dev.terrace.e2e.live.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A directory of manifests that policies are put into and taken from, as people do with the one that Terrace watches.
 */
public final class ManifestFolder implements AutoCloseable {

    private static final String POLICIES = "policies.yaml";

    private final TemporaryDirectory directory = TemporaryDirectory.of("manifests");

    private ManifestFolder() {}

    /** A new directory with the manifests of a cluster and no policies. */
    public static ManifestFolder of(Path cluster) {
        ManifestFolder folder = new ManifestFolder();
        try (Stream<Path> files = Files.list(cluster)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, folder.path().resolve(file.getFileName()));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return directory.path();
    }

    /** Makes these the policies, in place of those that were there. */
    public void apply(String yaml) {
        try {
            // Written beside and moved, so that whoever watches never sees half a file.
            Path beside = path().resolve(POLICIES + ".new");
            Files.writeString(beside, yaml);
            Files.move(
                    beside,
                    path().resolve(POLICIES),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the policies of a file those of the directory. */
    public void apply(Path file) {
        try {
            apply(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the policies away. */
    public void withdraw() {
        try {
            Files.deleteIfExists(path().resolve(POLICIES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
