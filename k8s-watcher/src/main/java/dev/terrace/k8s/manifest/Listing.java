package dev.terrace.k8s.manifest;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What is in a directory; two listings are equal as long as no file changed.
 *
 * @param directories it and those below it
 * @param files the files of manifests
 */
record Listing(Set<Path> directories, SortedMap<Path, Listing.Stamp> files) {

    private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");

    /**
     * What changes when a file does.
     *
     * @param file the file itself where the name is a link, because a mounted ConfigMap changes by changing links
     * @param modified its time of modification, in nanoseconds
     * @param size its size
     */
    record Stamp(Path file, long modified, long size) {}

    /** @throws ManifestException when the directory cannot be walked through */
    static Listing of(Path directory) throws ManifestException {
        Listing listing = new Listing(new TreeSet<>(), new TreeMap<>());
        try {
            Files.walkFileTree(
                    directory,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Visitor(directory, listing));
        } catch (FileSystemLoopException loop) {
            throw new ManifestException(loop.getFile() + ": a link to a directory above it");
        } catch (NoSuchFileException missing) {
            throw new ManifestException(missing.getFile() + ": no such file");
        } catch (IOException e) {
            throw new ManifestException(directory + ": cannot be listed: " + e);
        }
        return listing;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Listing listing;

        Visitor(Path root, Listing listing) {
            this.root = root;
            this.listing = listing;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(root) && hidden(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            listing.directories().add(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isManifest(file)) {
                listing.files()
                        .put(
                                file,
                                new Stamp(
                                        file.toRealPath(),
                                        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                        attributes.size()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (hidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private static boolean isManifest(Path file) {
        String name = name(file);
        return !hidden(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static boolean hidden(Path file) {
        return name(file).startsWith(".");
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
