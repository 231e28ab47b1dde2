package dev.terrace.ovn.replica;

import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import java.util.Map;
import java.util.UUID;

/**
 * The row that keeps other writers of the same owner out: an address set without addresses that says who writes. Each
 * transaction is for the fence that its writer has put up, so that a writer which was replaced and does not know it yet
 * cannot change anything.
 *
 * @param row the row
 * @param epoch one more each time another writer takes over
 * @param holder the writer, a UUID that it chose when it started
 */
public record Fence(UUID row, long epoch, String holder) {

    /** What the name begins with; the owner follows. */
    public static final String NAME_PREFIX = "terrace_epoch.";

    /** The key of {@link #epoch} in {@code external_ids}. */
    public static final String EPOCH = "terrace.dev/epoch";

    /** The key of {@link #holder} in {@code external_ids}. */
    public static final String HOLDER = "terrace.dev/holder";

    /** The row of an owner. */
    public static RowKey key(String owner) {
        return new RowKey(RowKey.Table.ADDRESS_SET, NAME_PREFIX + owner);
    }

    /** What somebody made of the row by hand is epoch 0 of nobody. */
    static Fence of(StoredAddressSet row) {
        Map<String, String> ids = row.externalIds();
        String epoch = ids.getOrDefault(EPOCH, "");
        return new Fence(
                row.uuid(), epoch.matches("\\d{1,18}") ? Long.parseLong(epoch) : 0, ids.getOrDefault(HOLDER, ""));
    }

    /** What makes a row this fence. */
    public Map<String, String> marks() {
        return Map.of(EPOCH, Long.toString(epoch), HOLDER, holder);
    }
}
