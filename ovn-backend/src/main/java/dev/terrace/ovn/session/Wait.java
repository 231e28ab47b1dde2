package dev.terrace.ovn.session;

import java.util.List;
import java.util.Map;
import org.opendaylight.ovsdb.lib.notation.Condition;
import org.opendaylight.ovsdb.lib.operations.Operation;
import org.opendaylight.ovsdb.lib.schema.GenericTableSchema;

/**
 * The operation {@code wait} (RFC 7047, section 5.2.6), which the library lacks, in the one form that we need: the
 * transaction fails at once unless exactly one row meets the conditions.
 */
final class Wait extends Operation<GenericTableSchema> {

    private final List<Condition> where;

    Wait(GenericTableSchema table, List<Condition> where) {
        super(table, "wait");
        this.where = List.copyOf(where);
    }

    public int getTimeout() {
        return 0;
    }

    public List<Condition> getWhere() {
        return where;
    }

    public List<String> getColumns() {
        return List.of();
    }

    public String getUntil() {
        return "==";
    }

    /** One row without columns: the comparison is of how many there are. */
    public List<Map<String, Object>> getRows() {
        return List.of(Map.of());
    }
}
