package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of an image by table, ACLs in the order in which OVN asks them.
 *
 * @param addressSets by name
 * @param portGroups by name
 * @param meters by name
 * @param acls by direction, tier, priority and id
 */
record ImageReport(
        List<AddressSetRow> addressSets, List<PortGroupRow> portGroups, List<Meter> meters, List<AclRow> acls) {

    /** A meter and its one band. */
    record Meter(MeterRow row, MeterBandRow band) {}

    private static final Comparator<AclRow> AS_ASKED = Comparator.comparing(AclRow::direction)
            .thenComparingInt(AclRow::tier)
            .thenComparing(Comparator.comparingInt(AclRow::priority).reversed())
            .thenComparing(AclRow::id);

    static ImageReport of(DesiredImage image) {
        List<AddressSetRow> addressSets = new ArrayList<>();
        List<PortGroupRow> portGroups = new ArrayList<>();
        List<Meter> meters = new ArrayList<>();
        List<AclRow> acls = new ArrayList<>();
        image.rows().values().forEach(row -> {
            switch (row) {
                case AddressSetRow set -> addressSets.add(set);
                case PortGroupRow group -> portGroups.add(group);
                case AclRow acl -> acls.add(acl);
                case MeterRow meter -> {
                    if (image.rows().get(meter.band()) instanceof MeterBandRow band) {
                        meters.add(new Meter(meter, band));
                    }
                }
                case MeterBandRow _ -> {}
            }
        });
        acls.sort(AS_ASKED);
        return new ImageReport(addressSets, portGroups, meters, acls);
    }
}
