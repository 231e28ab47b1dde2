package dev.terrace.core.desired;

/**
 * Names a row of ours across restarts: its table and its primary id, which also stands in
 * {@code external_ids:terrace.dev/id}. Port groups, address sets and meters have their name as id, a band that of its
 * meter.
 */
public record RowKey(Table table, String id) implements Comparable<RowKey> {

    /** The tables of the OVN Northbound schema that Terrace writes. */
    public enum Table {
        ADDRESS_SET("Address_Set"),
        PORT_GROUP("Port_Group"),
        ACL("ACL"),
        METER("Meter"),
        METER_BAND("Meter_Band");

        private final String ovn;

        Table(String ovn) {
            this.ovn = ovn;
        }

        /** The name in {@code ovn-nb(5)}. */
        public String ovn() {
            return ovn;
        }
    }

    @Override
    public int compareTo(RowKey other) {
        int tables = table.compareTo(other.table);
        return tables != 0 ? tables : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return table.ovn() + " " + id;
    }
}
