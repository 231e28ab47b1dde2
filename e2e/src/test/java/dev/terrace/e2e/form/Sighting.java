package dev.terrace.e2e.form;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Stage;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A packet whose verdict hangs on a form.
 *
 * @param place where the form is written
 * @param family the packet's family
 * @param form the form
 * @param matched whether the form is why the rule decided, or why it did not and the packet met the opposite
 */
record Sighting(Place place, IpFamily family, Form form, boolean matched) {

    /** The rules of one direction of a kind of policy. */
    record Place(PolicyKind kind, Stage stage, Direction direction) {

        /** Every place that there is. */
        static Stream<Place> all() {
            return Arrays.stream(PolicyKind.values())
                    .flatMap(kind -> stages(kind)
                            .flatMap(stage -> Arrays.stream(Direction.values())
                                    .map(direction -> new Place(kind, stage, direction))));
        }

        private static Stream<Stage> stages(PolicyKind kind) {
            return switch (kind) {
                case CLUSTER_NETWORK_POLICY -> Stream.of(Stage.ADMIN, Stage.BASELINE);
                case ADMIN_NETWORK_POLICY -> Stream.of(Stage.ADMIN);
                case DEVELOPER_NETWORK_POLICY -> Stream.of(Stage.DEVELOPER);
                case NETWORK_POLICY -> Stream.of(Stage.NETWORK_POLICY);
                case BASELINE_ADMIN_NETWORK_POLICY -> Stream.of(Stage.BASELINE);
            };
        }
    }
}
