package dev.terrace.core.row;

import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.model.IpFamily;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names of groups and sets, made from what they select, and their external ids. */
public final class RowNames {

    /** Enough of a SHA-256 that two selections of one cluster never meet: 80 bits. */
    private static final int HASH_BYTES = 10;

    private final String owner;

    /** @param owner the instance that owns the rows; part of every name, so that two instances can share a database */
    public RowNames(String owner) {
        this.owner = owner;
    }

    /** @param selects in words, see {@link SelectionText} */
    public String portGroup(String selects) {
        return "terrace_pg_" + hash(selects);
    }

    /** @param selects in words, see {@link SelectionText} */
    public String addressSet(String selects, IpFamily family) {
        String suffix = switch (family) {
            case IPV4 -> "_ip4";
            case IPV6 -> "_ip6";
        };
        return "terrace_as_" + hash(selects) + suffix;
    }

    /** The external ids that every row has. */
    public SortedMap<String, String> externalIds(String id) {
        SortedMap<String, String> ids = new TreeMap<>();
        ids.put(ExternalIds.OWNER, owner);
        ids.put(ExternalIds.ID, id);
        return ids;
    }

    /** The external ids of a group or set. */
    public SortedMap<String, String> externalIds(String name, String selects) {
        SortedMap<String, String> ids = externalIds(name);
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
