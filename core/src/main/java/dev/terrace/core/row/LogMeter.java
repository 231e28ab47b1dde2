package dev.terrace.core.row;

import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.Row;
import java.util.List;
import java.util.SortedMap;

/** The meter of the ACLs that log. Its rows are there as long as one of them is. */
public final class LogMeter {

    /** What holds where nothing is configured: as in OVN-Kubernetes. */
    public static final int DEFAULT_RATE = 20;

    private final String name;
    private final List<Row> rows;

    /**
     * @param owner the instance that owns the rows; part of the name, as its ACLs are not to depend on another's meter
     * @param rate how many packets per second each ACL may log
     */
    public LogMeter(String owner, int rate) {
        name = owner + "-acl-logging";
        SortedMap<String, String> ids = new RowNames(owner).externalIds(name);
        rows = List.of(new MeterRow(name, ids), new MeterBandRow(name, rate, ids));
    }

    public String name() {
        return name;
    }

    public List<Row> rows() {
        return rows;
    }
}
