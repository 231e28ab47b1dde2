package dev.terrace.core.row;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.LogSeverity;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives clauses their place among OVN's ACLs, and says in each ACL where it comes from: its id, the name that people
 * see, and its external ids.
 */
public final class AclRows {

    /** Stands in the place of a rule's number where a NetworkPolicy drops what no rule accepts. */
    private static final String ISOLATION = "isolation";

    private static final String ANCHOR = "anchor";

    private final RowNames names;
    private final TierLayout layout;
    private final Anchor anchor;
    private final LogMeter meter;
    private final int lastTier;

    /**
     * @param owner the instance that owns the rows
     * @param layout where the stages live in OVN
     * @param anchor which of the rows that decide nothing are needed
     * @param meter says how much is logged
     */
    public AclRows(String owner, TierLayout layout, Anchor anchor, LogMeter meter) {
        names = new RowNames(owner);
        this.layout = layout;
        this.anchor = anchor;
        this.meter = meter;
        lastTier = layout.tiers().last();
    }

    /** A rule's ACL; {@code priority} is one of the band of the policy's stage. */
    public AclRow rule(Policy policy, Logging logging, Direction direction, Rule rule, Clause clause, int priority) {
        String index = Integer.toString(rule.index());
        SortedMap<String, String> ids = externalIds(policy, direction, index);
        if (!rule.name().isEmpty()) {
            ids.put(ExternalIds.RULE_NAME, rule.name());
        }
        String handle = handle(policy.key(), direction, index);
        return row(
                handle,
                clause,
                direction,
                policy.stage(),
                priority,
                verb(rule.action(), policy.stage()),
                log(logging, rule.action()),
                ids);
    }

    /** What drops whatever no NetworkPolicy accepts; {@code policy} is the first of those with the clause's subject. */
    public AclRow isolation(Policy policy, Logging logging, Direction direction, Clause clause) {
        return row(
                handle(policy.key(), direction, ISOLATION),
                clause,
                direction,
                Stage.NETWORK_POLICY,
                layout.band(Stage.NETWORK_POLICY).lowest(),
                AclRow.Verb.DROP,
                log(logging, Action.DENY),
                externalIds(policy, direction, ISOLATION));
    }

    /** What a rule of the platform lets in, before everything else of a stage. */
    public AclRow builtIn(Stage stage, String name, Clause clause) {
        return row(
                "Platform:" + name,
                clause,
                Direction.INGRESS,
                stage,
                layout.band(stage).highest(),
                AclRow.Verb.ALLOW_RELATED,
                null,
                builtInIds(stage, name, Direction.INGRESS));
    }

    /**
     * The rows of the {@link Anchor}: that of the last tier makes a switch track connections, so that replies pass
     * where there are only drops; those of the other tiers stop an established connection for good when a later tier
     * begins to deny it. They are needed from tier 0 on, whether the layout has stages there or not: there OVN takes a
     * packet that it has blocked before for a new one, unless an ACL matches.
     */
    public List<AclRow> anchor(String portGroup) {
        List<AclRow> rows = new ArrayList<>();
        for (int tier = 0; tier <= lastTier; tier++) {
            boolean last = tier == lastTier;
            boolean needed = switch (anchor) {
                case WHOLE -> true;
                case TRACKING -> last;
                case NONE -> false;
            };
            if (!needed) {
                continue;
            }
            String id = "Platform:anchor:tier" + tier;
            rows.add(new AclRow(
                    id,
                    portGroup,
                    Direction.INGRESS,
                    tier,
                    TierLayout.ANCHOR_PRIORITY,
                    last ? "0" : "1",
                    last ? AclRow.Verb.ALLOW_RELATED : AclRow.Verb.PASS,
                    "Platform:anchor",
                    owned(id, builtInIds(Stage.PLATFORM, ANCHOR, Direction.INGRESS))));
        }
        return rows;
    }

    /** The clause makes the handle unique: the id is the same for the same part of the same policy for ever. */
    private AclRow row(
            String handle,
            Clause clause,
            Direction direction,
            Stage stage,
            int priority,
            AclRow.Verb verb,
            AclRow.@Nullable Log log,
            SortedMap<String, String> ids) {
        String id = handle + ":" + clause.id();
        return new AclRow(
                id,
                clause.portGroup(),
                direction,
                layout.band(stage).tier(),
                priority,
                clause.match(),
                verb,
                handle.substring(0, Math.min(handle.length(), AclRow.MAX_NAME_LENGTH)),
                log,
                owned(id, ids));
    }

    /** {@code DNP:namespace:policy:Ingress:0}; as a name it is cut from the right where the schema leaves no room. */
    private static String handle(PolicyKey policy, Direction direction, String rule) {
        String namespace = policy.namespace().isEmpty() ? "" : policy.namespace() + ":";
        return policy.kind().abbreviation() + ":" + namespace + policy.name() + ":" + direction.word() + ":" + rule;
    }

    private static SortedMap<String, String> externalIds(Policy policy, Direction direction, String rule) {
        SortedMap<String, String> ids = new TreeMap<>();
        ids.put(ExternalIds.KIND, policy.key().kind().kind());
        if (!policy.key().namespace().isEmpty()) {
            ids.put(ExternalIds.NAMESPACE, policy.key().namespace());
        }
        ids.put(ExternalIds.POLICY, policy.key().name());
        if (!policy.uid().isEmpty()) {
            ids.put(ExternalIds.UID, policy.uid());
        }
        ids.put(ExternalIds.GENERATION, Long.toString(policy.generation()));
        ids.put(ExternalIds.DIRECTION, direction.word());
        ids.put(ExternalIds.STAGE, policy.stage().word());
        ids.put(ExternalIds.RULE, rule);
        return ids;
    }

    static SortedMap<String, String> builtInIds(Stage stage, String name, Direction direction) {
        SortedMap<String, String> ids = new TreeMap<>();
        ids.put(ExternalIds.POLICY, name);
        ids.put(ExternalIds.STAGE, stage.word());
        ids.put(ExternalIds.DIRECTION, direction.word());
        return ids;
    }

    private SortedMap<String, String> owned(String id, SortedMap<String, String> ids) {
        ids.putAll(names.externalIds(id));
        return ids;
    }

    private AclRow.@Nullable Log log(Logging logging, Action action) {
        LogSeverity severity = logging.of(action);
        return severity == null ? null : new AclRow.Log(severity, meter.name());
    }

    private AclRow.Verb verb(Action action, Stage stage) {
        return switch (action) {
            case ACCEPT -> AclRow.Verb.ALLOW_RELATED;
            case DENY -> AclRow.Verb.DROP;
            // After the last stage comes the default, which allows; a pass of OVN there loses the replies.
            case PASS -> layout.band(stage).tier() == lastTier ? AclRow.Verb.ALLOW_RELATED : AclRow.Verb.PASS;
        };
    }
}
