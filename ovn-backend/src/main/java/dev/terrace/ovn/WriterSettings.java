package dev.terrace.ovn;

import dev.terrace.core.row.HoldRows;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import dev.terrace.ovn.rpc.Tls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a writer is told once and for all.
 *
 * @param endpoints where the database is: one server, or the members of a cluster
 * @param tls for those of {@code ssl:}; null where there are none
 * @param node whose database it must be, before anything is written; null for anybody's
 * @param owner the value of {@link dev.terrace.core.desired.ExternalIds#OWNER} in all rows that are ours, and in no
 *     others
 * @param hold the rows that stop new pods until they are in their groups; null where none do
 * @param allowsMassDelete whether most of our rows may be removed at once without a question
 * @param limits of a connection
 * @param bounds of a transaction
 * @param review after so long everything is compared, also where nothing is known to have happened; zero for never
 */
public record WriterSettings(
        List<Endpoint> endpoints,
        @Nullable Tls tls,
        @Nullable String node,
        String owner,
        @Nullable HoldRows hold,
        boolean allowsMassDelete,
        Limits limits,
        Bounds bounds,
        Duration review) {

    private static final Duration REVIEW = Duration.ofSeconds(60);

    public WriterSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint");
        }
    }

    /** The defaults. */
    public static WriterSettings of(List<Endpoint> endpoints, String owner) {
        return new WriterSettings(endpoints, null, null, owner, null, false, Limits.DEFAULT, Bounds.DEFAULT, REVIEW);
    }

    public WriterSettings withTls(Tls files) {
        return new WriterSettings(endpoints, files, node, owner, hold, allowsMassDelete, limits, bounds, review);
    }

    /**
     * For a database of one node, as OVN-Kubernetes' interconnect has one for each.
     *
     * @param name as {@code NB_Global} must have it in {@code options:name}, or in {@code name}
     */
    public WriterSettings withNode(String name) {
        return new WriterSettings(endpoints, tls, name, owner, hold, allowsMassDelete, limits, bounds, review);
    }

    /** With rows that stop new pods. */
    public WriterSettings withHold(HoldRows rows) {
        return new WriterSettings(endpoints, tls, node, owner, rows, allowsMassDelete, limits, bounds, review);
    }

    public WriterSettings withMassDelete(boolean allowed) {
        return new WriterSettings(endpoints, tls, node, owner, hold, allowed, limits, bounds, review);
    }

    public WriterSettings withLimits(Limits others) {
        return new WriterSettings(endpoints, tls, node, owner, hold, allowsMassDelete, others, bounds, review);
    }

    public WriterSettings withBounds(Bounds others) {
        return new WriterSettings(endpoints, tls, node, owner, hold, allowsMassDelete, limits, others, review);
    }

    public WriterSettings withReview(Duration interval) {
        return new WriterSettings(endpoints, tls, node, owner, hold, allowsMassDelete, limits, bounds, interval);
    }
}
