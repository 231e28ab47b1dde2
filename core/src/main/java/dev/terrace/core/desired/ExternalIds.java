package dev.terrace.core.desired;

/**
 * The keys that Terrace writes into {@code external_ids}, so that {@code ovn-nbctl find acl external_ids:...} answers
 * what a person asks. Never a key of another controller.
 */
public final class ExternalIds {

    /** The instance of Terrace that owns the row; rows without it, or with another, are never touched. */
    public static final String OWNER = "terrace.dev/owner";

    /** The primary id of the row. */
    public static final String ID = "terrace.dev/id";

    /** The {@code kind} of the policy. */
    public static final String KIND = "terrace.dev/kind";

    /** The namespace of the policy; absent for cluster scope. */
    public static final String NAMESPACE = "terrace.dev/namespace";

    /** The name of the policy, or of the platform rule. */
    public static final String POLICY = "terrace.dev/policy";

    /** {@code metadata.uid} of the policy. */
    public static final String UID = "terrace.dev/uid";

    /** {@code metadata.generation} of the policy that the row was made from. */
    public static final String GENERATION = "terrace.dev/generation";

    /**
     * The rule's place in the list of its direction, from 0, or {@code isolation} for a NetworkPolicy's default deny.
     */
    public static final String RULE = "terrace.dev/rule";

    /** The name that the author gave the rule. */
    public static final String RULE_NAME = "terrace.dev/rule-name";

    /** {@code Ingress} or {@code Egress}. */
    public static final String DIRECTION = "terrace.dev/direction";

    /** The stage of the evaluation: {@code Admin}. */
    public static final String STAGE = "terrace.dev/stage";

    /** What a port group or an address set selects, for people. */
    public static final String SELECTS = "terrace.dev/selects";

    private ExternalIds() {}
}
