package dev.terrace.k8s.manifest;

import dev.terrace.core.model.Fact;
import dev.terrace.k8s.object.ReadObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory of manifests: every file below it that is called {@code *.yaml}, {@code *.yml} or {@code *.json}. Links
 * are followed. What begins with a dot is passed over: editors and mounted ConfigMaps keep copies there.
 */
public final class ManifestDirectory {

    private ManifestDirectory() {}

    /**
     * Reads the facts of a directory, files in the order of their names.
     *
     * @throws ManifestException when it is no directory, or a file in it cannot be used, or an object is there twice
     */
    public static List<Fact> read(Path directory) throws ManifestException {
        return read(directory, _ -> {});
    }

    /**
     * The same, and shows every object to somebody else as well.
     *
     * @param also is given each object, facts or not
     * @throws ManifestException as {@link #read(Path)}
     */
    public static List<Fact> read(Path directory, Consumer<ReadObject> also) throws ManifestException {
        if (!Files.isDirectory(directory)) {
            throw new ManifestException(directory + ": no such directory");
        }
        FactsByOrigin facts = new FactsByOrigin();
        for (Path file : Listing.of(directory).files().keySet()) {
            ManifestFile.readInto(facts, file, also);
        }
        return facts.facts();
    }
}
