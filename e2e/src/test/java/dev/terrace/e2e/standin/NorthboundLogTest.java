package dev.terrace.e2e.standin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the log of a database calls a trespass. */
final class NorthboundLogTest {

    private static final String ROWS = """
            OVSDB JSON 1 0
            {"name":"OVN_Northbound","tables":{}}
            {"_date":1,"ACL":{"a":{"external_ids":["map",[["terrace.dev/owner","terrace"]]]}}}
            {"Port_Group":{"g":{"external_ids":["map",[["k8s.ovn.org/owner-controller","c"]]]}},"_date":2,"_comment":"ovn-kubernetes"}
            {"_date":3,"Address_Set":{"s":{"name":"somebody"}},"_comment":"ovn-nbctl: create"}
            {"_date":4,"ACL":{"a":{"priority":7}}}
            {"_date":5,"Port_Group":{"g":{"ports":["uuid","p"]}},"_comment":"ovn-northd"}
            """;

    @Test
    void ownRowsMayBeChangedAndGo() {
        assertThat(after("{\"_date\":6,\"ACL\":{\"a\":null}}").trespasses()).isEmpty();
        assertThat(after("{\"_date\":6,\"ACL\":{\"a\":null}}").hasBoth()).isTrue();
    }

    @Test
    void portsLeaveTheGroupsOfEverybodyWhenTheyGo() {
        assertThat(after("{\"_date\":6,\"Logical_Switch_Port\":{\"p\":null},\"ACL\":{},\"Port_Group\":"
                                + "{\"g\":{\"ports\":[\"uuid\",\"p\"]}},\"_comment\":\"ovn-kubernetes\"}")
                        .trespasses())
                .isEmpty();
    }

    @Test
    void rowsOfOthersMayNotBeTouched() {
        assertThat(after("{\"_date\":6,\"Port_Group\":{\"g\":{\"acls\":[\"uuid\",\"x\"]}}}")
                        .trespasses())
                .hasSize(1);
        assertThat(after("{\"_date\":6,\"ACL\":{\"a\":null},\"_comment\":\"ovn-kubernetes\"}")
                        .trespasses())
                .hasSize(1);
        assertThat(after("{\"_date\":6,\"Address_Set\":{\"s\":null}}").trespasses())
                .hasSize(1);
        assertThat(after("{\"_date\":6,\"Logical_Switch\":{\"w\":{\"acls\":[\"uuid\",\"x\"]}}}")
                        .trespasses())
                .hasSize(1);
    }

    private static NorthboundLog after(String transaction) {
        return NorthboundLog.of(ROWS + transaction + "\n");
    }
}
