package dev.terrace.ovn;

import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import dev.terrace.ovn.rpc.Tls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a writer is told once and for all.
 *
 * @param endpoints where the database is: one server, or the members of a cluster
 * @param tls for those of {@code ssl:}; null where there are none
 * @param owner the value of {@link dev.terrace.core.desired.ExternalIds#OWNER} in all rows that are ours, and in no
 *     others
 * @param allowsMassDelete whether most of our rows may be removed at once without a question
 * @param limits of a connection
 * @param bounds of a transaction
 */
public record WriterSettings(
        List<Endpoint> endpoints,
        @Nullable Tls tls,
        String owner,
        boolean allowsMassDelete,
        Limits limits,
        Bounds bounds) {

    public WriterSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint");
        }
    }

    /** The defaults. */
    public static WriterSettings of(List<Endpoint> endpoints, String owner) {
        return new WriterSettings(endpoints, null, owner, false, Limits.DEFAULT, Bounds.DEFAULT);
    }

    public WriterSettings withTls(Tls files) {
        return new WriterSettings(endpoints, files, owner, allowsMassDelete, limits, bounds);
    }

    public WriterSettings withMassDelete(boolean allowed) {
        return new WriterSettings(endpoints, tls, owner, allowed, limits, bounds);
    }

    public WriterSettings withLimits(Limits others) {
        return new WriterSettings(endpoints, tls, owner, allowsMassDelete, others, bounds);
    }

    public WriterSettings withBounds(Bounds others) {
        return new WriterSettings(endpoints, tls, owner, allowsMassDelete, limits, others);
    }
}
