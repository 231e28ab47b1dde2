package dev.terrace.k8s.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The manifests that people copy. */
final class Examples {

    static final Path PATH = Path.of("../deploy/examples");

    private Examples() {}

    static Path cluster() {
        return PATH.resolve("cluster");
    }

    /** The folder of the cluster, then one for each example. */
    static List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(cluster()));
        for (String group : List.of("kinds", "stories")) {
            try (Stream<Path> each = Files.list(PATH.resolve(group))) {
                each.filter(Files::isDirectory).sorted().forEach(folders::add);
            }
        }
        return folders;
    }
}
