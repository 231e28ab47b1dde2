package dev.terrace.e2e.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.e2e.synthetic.KubeBurnerShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NaiveTranslationTest {

    @Test
    void anAclForEachRulePeerAndPortAndASetForEachPeer() {
        int policies = 12 * 4;
        List<Row> rows = new ArrayList<>();
        new NaiveTranslation("test", new KubeBurnerShape(12, 10, 4, 2, 1).cluster()).rows(rows::add);
        assertThat(DesiredImage.of(rows).rows()).as("keys are unique").hasSameSizeAs(rows);
        assertThat(rows).filteredOn(AclRow.class::isInstance).hasSize(policies * (6 * 10 + 1));
        assertThat(rows)
                .filteredOn(AddressSetRow.class::isInstance)
                .hasSize(policies)
                .allMatch(row -> ((AddressSetRow) row).addresses().size() == 25);
        assertThat(rows)
                .filteredOn(PortGroupRow.class::isInstance)
                .hasSize(policies)
                .allMatch(row -> ((PortGroupRow) row).ports().size() == 10);
    }
}
