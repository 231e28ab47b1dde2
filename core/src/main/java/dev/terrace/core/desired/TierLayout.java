package dev.terrace.core.desired;

import dev.terrace.core.model.Policy;
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
    };

    /** Below every band: the priority of rows that decide nothing. */
    public static final int ANCHOR_PRIORITY = 0;

    public abstract Band band(Stage stage);

    /** Every tier in use. */
    public SortedSet<Integer> tiers() {
        return Arrays.stream(Stage.values())
                .map(stage -> band(stage).tier())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The order in which the policies of one stage are asked. */
    public abstract Comparator<Policy> order();
}
