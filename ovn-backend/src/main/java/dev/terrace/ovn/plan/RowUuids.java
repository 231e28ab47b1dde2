package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The UUID that a row of ours has: made from its owner, table and primary id (version 5 of RFC 9562), so that writing a
 * row twice, after a reply that was lost, is an error that changes nothing instead of a second row. Belongs to one
 * thread.
 */
public final class RowUuids {

    /** The name space of these UUIDs, a random one. */
    private static final UUID NAME_SPACE = UUID.fromString("6f0d2a0e-5f0b-4b0a-9a57-8f2f0a4d6c11");

    private static final byte[] NAME_SPACE_BYTES = ByteBuffer.allocate(16)
            .putLong(NAME_SPACE.getMostSignificantBits())
            .putLong(NAME_SPACE.getLeastSignificantBits())
            .array();

    private final String owner;
    private final MessageDigest sha1 = sha1();
    private final Map<RowKey, UUID> replaced = new HashMap<>();

    public RowUuids(String owner) {
        this.owner = owner;
    }

    public UUID of(RowKey key) {
        UUID other = replaced.get(key);
        return other != null ? other : standard(key);
    }

    /**
     * Gives a row a random UUID from now on, because the one that it should have is somebody else's.
     *
     * @return false when it has one already, which it keeps
     */
    public boolean replace(RowKey key) {
        return replaced.putIfAbsent(key, UUID.randomUUID()) == null;
    }

    /** The row has the UUID again that it should have. */
    public void forget(RowKey key) {
        replaced.remove(key);
    }

    private UUID standard(RowKey key) {
        sha1.update(NAME_SPACE_BYTES);
        sha1.update((owner + '\0' + key.table().ovn() + '\0' + key.id()).getBytes(StandardCharsets.UTF_8));
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest());
        long high = (digest.getLong() & ~0xF000L) | 0x5000L;
        long low = (digest.getLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
