package dev.terrace.gateway.health;

import java.util.List;

/**
 * An answer to a question about the process.
 *
 * @param missing what keeps it from being yes, one line for each; nothing if it is yes
 */
public record Health(List<String> missing) {
    public Health {
        missing = List.copyOf(missing);
    }

    public boolean isGood() {
        return missing.isEmpty();
    }
}
