package dev.terrace.core.status;

import dev.terrace.core.model.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one gateway is.
 *
 * @param policies that it knows and has rows for, as they are now
 * @param remarks what they have to know
 * @param programmed what its database holds; null while it is not the one that writes there
 */
public record Progress(
        List<Policy> policies, Remarks remarks, @Nullable Programmed programmed) {

    /** Of a gateway that has heard of nothing. */
    public static final Progress NONE = new Progress(List.of(), Remarks.NONE, null);

    public Progress {
        policies = List.copyOf(policies);
    }
}
