package dev.terrace.ovn;

import dev.terrace.ovn.plan.Edit;
import java.util.Collection;

/**
 * How much was written.
 *
 * @param transactions that were committed
 * @param inserted rows
 * @param updated rows whose columns or members were changed in place
 * @param deleted rows
 */
public record Written(int transactions, int inserted, int updated, int deleted) {

    public static final Written NOTHING = new Written(0, 0, 0, 0);

    /** Inserted, updated and deleted rows together. */
    public int rows() {
        return inserted + updated + deleted;
    }

    Written plus(Collection<Edit> transaction) {
        int inserts = 0;
        int updates = 0;
        int deletes = 0;
        for (Edit edit : transaction) {
            switch (edit) {
                case Edit.CreateAddressSet _,
                        Edit.CreatePortGroup _,
                        Edit.CreateAcl _,
                        Edit.CreateMeter _,
                        Edit.CreateMeterBand _ -> inserts++;
                case Edit.Revise _, Edit.Addresses _, Edit.References _ -> updates++;
                case Edit.Remove _ -> deletes++;
            }
        }
        return new Written(transactions + 1, inserted + inserts, updated + updates, deleted + deletes);
    }
}
