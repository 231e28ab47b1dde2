package dev.terrace.core.verdict;

/**
 * Whether a connection may be opened: both sides must allow it.
 *
 * @param egress the side of the source pod
 * @param ingress the side of the destination pod
 */
public record Verdict(SideVerdict egress, SideVerdict ingress) {

    public boolean allows() {
        return egress.allows() && ingress.allows();
    }
}
