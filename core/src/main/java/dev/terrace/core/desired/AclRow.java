package dev.terrace.core.desired;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.LogSeverity;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code ACL}.
 *
 * @param id the primary id
 * @param portGroup the name of the {@link PortGroupRow} whose {@code acls} hold this row
 * @param direction ingress is {@code to-lport}; egress is {@code from-lport} with the option {@code apply-after-lb}, so
 *     that it judges the endpoint that a load balancer chose
 * @param tier 0..3
 * @param priority 0..32767, higher first inside a tier
 * @param match the expression, in the language of {@code ovn-sb(5)}
 * @param action what to do with a packet that matches
 * @param name the handle that people see in lists and logs, at most {@value #MAX_NAME_LENGTH} characters
 * @param log how what it decides is logged; null where it is not
 * @param externalIds see {@link Row#externalIds()}
 */
public record AclRow(
        String id,
        String portGroup,
        Direction direction,
        int tier,
        int priority,
        String match,
        Verb action,
        String name,
        @Nullable Log log,
        SortedMap<String, String> externalIds)
        implements Row {

    /** The longest name that the schema admits. */
    public static final int MAX_NAME_LENGTH = 63;

    /** The actions that Terrace uses, in OVN's words. */
    public enum Verb {
        ALLOW_RELATED("allow-related"),
        DROP("drop"),
        PASS("pass");

        private final String ovn;

        Verb(String ovn) {
            this.ovn = ovn;
        }

        public String ovn() {
            return ovn;
        }
    }

    /**
     * What is written down of the packets that an ACL decides.
     *
     * @param severity how grave they are
     * @param meter the name of the meter that says how many of them are written down
     */
    public record Log(LogSeverity severity, String meter) {}

    public AclRow {
        externalIds = Collections.unmodifiableSortedMap(new TreeMap<>(externalIds));
    }

    /** One that logs nothing. */
    public AclRow(
            String id,
            String portGroup,
            Direction direction,
            int tier,
            int priority,
            String match,
            Verb action,
            String name,
            SortedMap<String, String> externalIds) {
        this(id, portGroup, direction, tier, priority, match, action, name, null, externalIds);
    }

    /** The column {@code direction}. */
    public String ovnDirection() {
        return switch (direction) {
            case INGRESS -> "to-lport";
            case EGRESS -> "from-lport";
        };
    }

    /** Whether the option {@code apply-after-lb=true} is set. */
    public boolean appliesAfterLoadBalancing() {
        return direction == Direction.EGRESS;
    }

    @Override
    public RowKey key() {
        return new RowKey(RowKey.Table.ACL, id);
    }
}
