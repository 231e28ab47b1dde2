package dev.terrace.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RejectedRowsTest {

    private static final PolicyKey WEB = new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "shop", "web");
    private static final PolicyKey ALL = new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", "all");

    private static final DesiredImage IMAGE = DesiredImage.of(List.of(
            acl("1", WEB, "group", "outport == @group && ip4.src == {$set, $set_of_more}"),
            acl("2", ALL, "others", "outport == @others && inport == @group2"),
            acl("3", null, "anchor", "1")));

    private static AclRow acl(String id, @Nullable PolicyKey policy, String group, String match) {
        TreeMap<String, String> ids = new TreeMap<>(Map.of(ExternalIds.OWNER, "test", ExternalIds.ID, id));
        if (policy != null) {
            ids.put(ExternalIds.KIND, policy.kind().kind());
            ids.put(ExternalIds.POLICY, policy.name());
            if (!policy.namespace().isEmpty()) {
                ids.put(ExternalIds.NAMESPACE, policy.namespace());
            }
        }
        return new AclRow(id, group, Direction.INGRESS, 1, 1, match, AclRow.Verb.DROP, "name", ids);
    }

    private static Map<PolicyKey, Failure> rejecting(RowKey.Table table, String id) {
        return RejectedRows.byPolicy(IMAGE, Map.of(new RowKey(table, id), "no"));
    }

    private static Failure no(String row) {
        return new Failure.Rejected(List.of(row + ": no"));
    }

    @Test
    void ruleNeedsItsRowItsGroupAndWhatItNames() {
        assertThat(rejecting(RowKey.Table.ACL, "1")).isEqualTo(Map.of(WEB, no("ACL 1")));
        assertThat(rejecting(RowKey.Table.PORT_GROUP, "others")).isEqualTo(Map.of(ALL, no("Port_Group others")));
        assertThat(rejecting(RowKey.Table.PORT_GROUP, "group2")).isEqualTo(Map.of(ALL, no("Port_Group group2")));
        assertThat(rejecting(RowKey.Table.ADDRESS_SET, "set")).isEqualTo(Map.of(WEB, no("Address_Set set")));
        assertThat(rejecting(RowKey.Table.ADDRESS_SET, "set_of_more"))
                .isEqualTo(Map.of(WEB, no("Address_Set set_of_more")));
    }

    @Test
    void rowThatNoPolicyNeedsIsNobodys() {
        assertThat(rejecting(RowKey.Table.ACL, "3")).isEmpty();
        assertThat(rejecting(RowKey.Table.ACL, "gone")).isEmpty();
        assertThat(rejecting(RowKey.Table.ADDRESS_SET, "group")).isEmpty();
    }
}
