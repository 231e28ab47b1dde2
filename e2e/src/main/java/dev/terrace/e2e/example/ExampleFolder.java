package dev.terrace.e2e.example;

import dev.terrace.e2e.packet.Outside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder such as {@code deploy/examples}: a cluster, and groups of examples that are about it.
 *
 * @param path where it is
 */
public record ExampleFolder(Path path) {

    /** The manifests of the cluster that all examples are about. */
    public Path cluster() {
        return path.resolve("cluster");
    }

    /** Those outside of the cluster. */
    public Outside outside() {
        return Outside.read(cluster().resolve("outside.txt"));
    }

    /** The examples of all groups, in the order of the names of their folders. */
    public List<Example> examples() {
        return folders(path).stream()
                .filter(group -> !group.equals(cluster()))
                .flatMap(group -> folders(group).stream())
                .map(Example::read)
                .toList();
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
