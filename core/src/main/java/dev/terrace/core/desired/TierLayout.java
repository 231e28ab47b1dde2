package dev.terrace.core.desired;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Stage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where each stage lives in OVN: the only place that knows a tier number or a priority
 * ({@code docs/design/ovn-programming.md}, "Tiers").
 */
public enum TierLayout {
    /**
     * Every policy row in the database is ours. A {@code pass} of OVN goes to the next tier, which is the next stage.
     */
    STANDALONE {
        @Override
        public Band band(Stage stage) {
            return switch (stage) {
                case PLATFORM -> new Band(0, 32767, 32767);
                case ADMIN -> new Band(0, 1, 32766);
                case DEVELOPER -> new Band(1, 1, 32767);
                case NETWORK_POLICY -> new Band(2, 1000, 1001);
                case BASELINE -> new Band(3, 1, 32767);
            };
        }

        @Override
        public Comparator<Policy> order() {
            return Policy.BY_PRIORITY;
        }

        @Override
        public boolean programs(PolicyKind kind) {
            return true;
        }

        @Override
        public NetworkPolicies networkPolicies() {
            return NetworkPolicies.OWNED;
        }
    },

    /**
     * OVN-Kubernetes shares the database and programs AdminNetworkPolicy, NetworkPolicy and BaselineAdminNetworkPolicy
     * itself. Our Admin stands above its AdminNetworkPolicies, our Developer above its NetworkPolicies and multicast
     * and below its EgressFirewall, our Baseline above its BaselineAdminNetworkPolicy. No rule is ever in tier 0: it
     * isolates user-defined networks there, which an allow would open.
     */
    ALONGSIDE {
        @Override
        public Band band(Stage stage) {
            return switch (stage) {
                case PLATFORM -> new Band(1, 32767, 32767);
                case ADMIN -> new Band(1, 30001, 32766);
                case DEVELOPER -> new Band(2, 1100, 1999);
                case NETWORK_POLICY -> new Band(3, 32766, 32767);
                case BASELINE -> new Band(3, 2000, 32765);
            };
        }

        @Override
        public Comparator<Policy> order() {
            return Policy.BY_KIND;
        }

        @Override
        public boolean programs(PolicyKind kind) {
            return switch (kind) {
                case CLUSTER_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY, NETWORK_POLICY -> true;
                case ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> false;
            };
        }

        @Override
        public NetworkPolicies networkPolicies() {
            return NetworkPolicies.MIRRORED;
        }
    };

    /** Who judges by NetworkPolicies. */
    public enum NetworkPolicies {
        /** We do, for every pod. */
        OWNED,
        /**
         * Somebody else does, in the tier of the Developer stage, which a {@code Pass} of that stage leaves. So for
         * pods that a Developer policy with a {@code Pass} selects, their NetworkPolicies are written once more, behind
         * that tier and before Baseline: traffic of an isolated pod gets there only through our {@code Pass}.
         */
        MIRRORED
    }

    /** Below every band: the priority of rows that decide nothing. */
    public static final int ANCHOR_PRIORITY = 0;

    public abstract Band band(Stage stage);

    /** Whether policies of a kind have rows of ours. */
    public abstract boolean programs(PolicyKind kind);

    public abstract NetworkPolicies networkPolicies();

    /** Every tier in use. */
    public SortedSet<Integer> tiers() {
        return Arrays.stream(Stage.values())
                .map(stage -> band(stage).tier())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The order in which the policies of one stage are asked. */
    public abstract Comparator<Policy> order();
}
