package dev.terrace.e2e.example;

import dev.terrace.e2e.packet.PacketLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder with a policy and packets.
 *
 * @param group the name of the folder around it: {@code kinds}, {@code stories}
 * @param name the folder's name
 * @param title the first line of the policy's comment
 * @param policy the manifest
 * @param packets what it means
 */
public record Example(String group, String name, String title, Path policy, List<PacketLine> packets) {

    public Example {
        packets = List.copyOf(packets);
    }

    static Example read(Path folder) {
        Path policy = folder.resolve("policy.yaml");
        try {
            String title = Files.readAllLines(policy).getFirst().replaceFirst("^#\\s*", "");
            List<PacketLine> packets = PacketLine.table(Files.readAllLines(folder.resolve("packets.txt")));
            return new Example(nameOf(folder.resolveSibling("").normalize()), nameOf(folder), title, policy, packets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public String toString() {
        return group + "/" + name;
    }
}
