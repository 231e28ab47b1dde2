package dev.terrace.ovn.session;

/**
 * Whose rows, and who writes them.
 *
 * @param owner the value of {@code external_ids:terrace.dev/owner} in all rows that are ours, and in no others
 * @param holder this writer and no other one of the same owner, see {@link dev.terrace.ovn.replica.Fence}
 */
public record Writership(String owner, String holder) {}
