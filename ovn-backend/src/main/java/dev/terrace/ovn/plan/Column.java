package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import java.util.Map;

/** The columns that we write, in the words of {@code ovn-nb(5)}. */
public enum Column {
    NAME("name"),
    EXTERNAL_IDS("external_ids"),
    ADDRESSES("addresses"),
    PORTS("ports"),
    ACLS("acls"),
    DIRECTION("direction"),
    TIER("tier"),
    PRIORITY("priority"),
    MATCH("match"),
    ACTION("action"),
    LOG("log"),
    SEVERITY("severity"),
    METER("meter"),
    OPTIONS("options"),
    UNIT("unit"),
    FAIR("fair"),
    BANDS("bands"),
    RATE("rate"),
    BURST_SIZE("burst_size");

    private static final Map<String, String> AFTER_LOAD_BALANCING = Map.of("apply-after-lb", "true");

    private final String ovn;

    Column(String ovn) {
        this.ovn = ovn;
    }

    public String ovn() {
        return ovn;
    }

    /** What the column {@code severity} of an ACL holds; empty for nothing. */
    public static String severity(AclRow row) {
        return row.log() == null ? "" : row.log().severity().word();
    }

    /** What the column {@code meter} of an ACL holds; empty for nothing. */
    public static String meter(AclRow row) {
        return row.log() == null ? "" : row.log().meter();
    }

    /** What the column {@code options} of an ACL holds. */
    public static Map<String, String> options(AclRow row) {
        return row.appliesAfterLoadBalancing() ? AFTER_LOAD_BALANCING : Map.of();
    }
}
