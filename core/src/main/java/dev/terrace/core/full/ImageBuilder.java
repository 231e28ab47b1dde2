package dev.terrace.core.full;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.PodFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects the rows of an image. A group or set that is asked for twice by the same selection is one row. */
final class ImageBuilder {

    /** Enough of a SHA-256 that two selections of one cluster never meet: 80 bits. */
    private static final int HASH_BYTES = 10;

    private final String owner;
    private final Map<String, Row> sets = new LinkedHashMap<>();
    private final Map<String, PortGroupRow> groups = new LinkedHashMap<>();
    private final SortedSet<PodFact> subjects = new TreeSet<>(Comparator.comparing(PodFact::key));
    private final Map<String, AclRow> acls = new LinkedHashMap<>();

    /** @param owner the instance that owns the rows; part of every name, so that two instances can share a database */
    ImageBuilder(String owner) {
        this.owner = owner;
    }

    /** The name of the group of the subject's ports. */
    String portGroup(Subject subject) {
        String name = "terrace_pg_" + hash(subject.selects());
        groups.computeIfAbsent(name, n -> {
            SortedSet<LogicalPort> ports = new TreeSet<>();
            subject.pods().forEach(pod -> {
                ports.add(LogicalPort.of(pod.key()));
                subjects.add(pod);
            });
            return new PortGroupRow(n, ports, ids(n, subject.selects()));
        });
        return name;
    }

    /** The name of the set of these addresses, all of one family. */
    String addressSet(String selects, IpFamily family, SortedSet<IpPrefix> addresses) {
        String suffix = switch (family) {
            case IPV4 -> "_ip4";
            case IPV6 -> "_ip6";
        };
        String name = "terrace_as_" + hash(selects) + suffix;
        sets.computeIfAbsent(name, n -> new AddressSetRow(n, addresses, ids(n, selects)));
        return name;
    }

    /** The pods that are in any group so far, sorted. */
    List<PodFact> subjects() {
        return List.copyOf(subjects);
    }

    /** Adds an ACL; its external ids are completed with owner and id. */
    void acl(AclRow acl) {
        SortedMap<String, String> ids = new TreeMap<>(acl.externalIds());
        ids.put(ExternalIds.OWNER, owner);
        ids.put(ExternalIds.ID, acl.id());
        AclRow owned = new AclRow(
                acl.id(),
                acl.portGroup(),
                acl.direction(),
                acl.tier(),
                acl.priority(),
                acl.match(),
                acl.action(),
                acl.name(),
                ids);
        if (acls.put(acl.id(), owned) != null) {
            throw new IllegalStateException("two ACLs of id " + acl.id());
        }
    }

    DesiredImage build() {
        SortedMap<RowKey, Row> rows = new TreeMap<>();
        sets.values().forEach(row -> rows.put(row.key(), row));
        groups.values().forEach(row -> rows.put(row.key(), row));
        acls.values().forEach(row -> rows.put(row.key(), row));
        return new DesiredImage(rows);
    }

    private SortedMap<String, String> ids(String name, String selects) {
        SortedMap<String, String> ids = new TreeMap<>();
        ids.put(ExternalIds.OWNER, owner);
        ids.put(ExternalIds.ID, name);
        ids.put(ExternalIds.SELECTS, selects);
        return ids;
    }

    private String hash(String selects) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((owner + '\n' + selects).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
