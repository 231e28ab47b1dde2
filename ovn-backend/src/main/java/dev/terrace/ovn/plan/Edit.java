package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One change to one row. */
public sealed interface Edit {

    /** The row in our words. */
    RowKey key();

    /** The row in the database's words; for a new row, the UUID that it shall have. */
    UUID row();

    /** About how much JSON it takes. */
    int bytes();

    /** Whether the row is new, so that the database does not have it before this edit. */
    default boolean creates() {
        return switch (this) {
            case CreateAddressSet _, CreatePortGroup _, CreateAcl _ -> true;
            case Revise _, Addresses _, References _, Remove _ -> false;
        };
    }

    /** Inserts an address set with these addresses. */
    record CreateAddressSet(UUID row, AddressSetRow content, Set<String> addresses) implements Edit {
        @Override
        public RowKey key() {
            return content.key();
        }

        @Override
        public int bytes() {
            return 160 + Size.of(content) + 20 * addresses.size();
        }
    }

    /** Inserts a port group with these ports, and with ACLs that are created in the same transaction. */
    record CreatePortGroup(UUID row, PortGroupRow content, Set<UUID> ports, Set<UUID> acls) implements Edit {
        @Override
        public RowKey key() {
            return content.key();
        }

        @Override
        public int bytes() {
            return 160 + Size.of(content) + Size.REFERENCE * (ports.size() + acls.size());
        }
    }

    /**
     * Inserts an ACL. It has to be referenced from a port group in the same transaction, or it is gone.
     *
     * @param bytes kept, because there are many ACLs, each with many ids, and it is asked for more than once
     */
    record CreateAcl(UUID row, AclRow content, int bytes) implements Edit {
        CreateAcl(UUID row, AclRow content) {
            this(row, content, 260 + Size.of(content) + content.match().length());
        }

        @Override
        public RowKey key() {
            return content.key();
        }
    }

    /**
     * Writes columns of a row in place.
     *
     * @param before the columns to write, each with what it holds now, for people
     */
    record Revise(UUID row, Row content, Map<Column, String> before) implements Edit {
        @Override
        public RowKey key() {
            return content.key();
        }

        @Override
        public int bytes() {
            return 260
                    + Size.of(content)
                    + (content instanceof AclRow acl ? acl.match().length() : 0);
        }
    }

    /** Adds and removes members of an address set. */
    record Addresses(RowKey key, UUID row, Set<String> added, Set<String> removed) implements Edit {
        @Override
        public int bytes() {
            return 220 + 20 * (added.size() + removed.size());
        }
    }

    /** Adds and removes members of a port group's {@code ports} or {@code acls}. */
    record References(RowKey key, UUID row, Column column, Set<UUID> added, Set<UUID> removed) implements Edit {
        @Override
        public int bytes() {
            return 220 + Size.REFERENCE * (added.size() + removed.size());
        }
    }

    /** Deletes a row. */
    record Remove(RowKey key, UUID row) implements Edit {
        @Override
        public int bytes() {
            return 220;
        }
    }

    /** Estimates of JSON lengths. */
    final class Size {
        static final int REFERENCE = 48;

        private Size() {}

        static int of(Row row) {
            int size = 0;
            for (Map.Entry<String, String> id : row.externalIds().entrySet()) {
                size += id.getKey().length() + id.getValue().length() + 8;
            }
            return size;
        }
    }
}
