package dev.terrace.e2e.bench.scale;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import java.util.Locale;

/** How many rows of each kind there are. */
final class RowCounts {

    private int acls;
    private int sets;
    private int groups;

    void add(Row row) {
        switch (row) {
            case AclRow _ -> acls++;
            case AddressSetRow _ -> sets++;
            case PortGroupRow _ -> groups++;
            case MeterRow _, MeterBandRow _ -> {}
        }
    }

    int acls() {
        return acls;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d ACLs, %,d address sets, %,d port groups", acls, sets, groups);
    }
}
