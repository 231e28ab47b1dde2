package dev.terrace.e2e.packet;

import dev.terrace.core.model.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Those outside of the cluster, with their addresses.
 *
 * @param hosts addresses by name
 */
public record Outside(Map<String, List<IpAddress>> hosts) {

    public Outside {
        hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
    }

    /** A host for each address. */
    public static Outside at(String... addresses) {
        Map<String, List<IpAddress>> hosts = new TreeMap<>();
        for (String address : addresses) {
            hosts.put("outside" + hosts.size(), List.of(IpAddress.parse(address)));
        }
        return new Outside(hosts);
    }

    /** Reads a table of {@code name address address}, with comments after {@code #}. */
    public static Outside read(Path table) {
        Map<String, List<IpAddress>> hosts = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(table)) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                if (words.length > 1) {
                    hosts.put(
                            words[0],
                            Arrays.stream(words).skip(1).map(IpAddress::parse).toList());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Outside(hosts);
    }
}
