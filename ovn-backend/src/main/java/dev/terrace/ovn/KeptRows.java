package dev.terrace.ovn;

import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.MatchNames;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.row.HoldRows;
import dev.terrace.ovn.plan.DesiredRows;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of policies of which nothing is known. That a policy may not be read is no reason to open what it closes:
 * its rows stay, and with them those that have no policy, such as the probes that it would close; but nobody stays
 * stopped for not having been there.
 */
final class KeptRows {

    private static final Logger LOG = LoggerFactory.getLogger(KeptRows.class);

    private Set<String> kinds = Set.of();
    private Set<RowKey> rows = Set.of();
    private boolean known = true;

    /** Of these kinds nothing is known. */
    void keep(Set<PolicyKind> unknown) {
        kinds = unknown.stream().map(PolicyKind::kind).collect(Collectors.toUnmodifiableSet());
        known = false;
    }

    /** There is another replica. */
    void opened() {
        known = false;
    }

    /** Those of the database that nobody desires. */
    Set<RowKey> in(Replica replica, DesiredRows desired) {
        if (!known) {
            known = true;
            rows = kinds.isEmpty() ? Set.of() : find(replica);
            if (!rows.isEmpty()) {
                LOG.info("nothing is known of {}: rows that may be theirs stay as they are", kinds);
            }
        }
        return rows.isEmpty()
                ? rows
                : rows.stream().filter(key -> !desired.has(key)).collect(Collectors.toUnmodifiableSet());
    }

    private Set<RowKey> find(Replica replica) {
        Set<RowKey> found = new HashSet<>();
        for (StoredAcl acl : replica.acls().values()) {
            String kind = acl.externalIds().get(ExternalIds.KIND);
            if (kind == null ? !HoldRows.isAcl(acl.key()) : kinds.contains(kind)) {
                found.add(acl.key());
                MatchNames.of(acl.match()).forEach(found::add);
                if (!acl.meter().isEmpty()) {
                    found.add(new RowKey(RowKey.Table.METER, acl.meter()));
                }
            }
        }
        return found;
    }
}
