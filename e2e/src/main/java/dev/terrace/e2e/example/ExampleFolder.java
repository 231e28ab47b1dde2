package dev.terrace.e2e.example;

import dev.terrace.e2e.packet.Outside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code deploy/examples}.
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

    /** The examples, one for each kind of policy and one for each user story, in the order in which they are told. */
    public List<Example> examples() {
        return Stream.of("kinds", "stories")
                .flatMap(group -> folders(path.resolve(group)).stream())
                .map(Example::read)
                .toList();
    }

    private static List<Path> folders(Path group) {
        try (Stream<Path> folders = Files.list(group)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
