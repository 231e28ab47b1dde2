package dev.terrace.core.desired;

import java.util.Comparator;

/**
 * Names a row of ours across restarts: its table and its primary id, which also stands in
 * {@code external_ids:terrace.dev/id}. Port groups and address sets have their name as id.
 */
public record RowKey(Table table, String id) implements Comparable<RowKey> {

    /** The tables of the OVN Northbound schema that Terrace writes. */
    public enum Table {
        ADDRESS_SET("Address_Set"),
        PORT_GROUP("Port_Group"),
        ACL("ACL");

        private final String ovn;

        Table(String ovn) {
            this.ovn = ovn;
        }

        /** The name in {@code ovn-nb(5)}. */
        public String ovn() {
            return ovn;
        }
    }

    private static final Comparator<RowKey> ORDER =
            Comparator.comparing(RowKey::table).thenComparing(RowKey::id);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return table.ovn() + " " + id;
    }
}
