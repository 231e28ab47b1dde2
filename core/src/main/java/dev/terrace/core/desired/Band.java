package dev.terrace.core.desired;

/**
 * The place of a stage among OVN's ACLs.
 *
 * @param tier the ACL tier, 0..3, lower first
 * @param lowest the lowest priority that the stage may use
 * @param highest the highest priority that the stage may use; it is asked first
 */
public record Band(int tier, int lowest, int highest) {

    public Band {
        if (tier < 0 || tier > 3 || lowest < 0 || highest > 32767 || lowest > highest) {
            throw new IllegalArgumentException(
                    "not a band of OVN's ACLs: tier " + tier + ", " + lowest + ".." + highest);
        }
    }

    /** How many distinct priorities it holds. */
    public int size() {
        return highest - lowest + 1;
    }
}
