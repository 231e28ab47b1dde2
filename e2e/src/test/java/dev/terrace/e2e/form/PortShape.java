package dev.terrace.e2e.form;

import dev.terrace.core.model.PortMatch;

/** How a rule writes its ports. */
enum PortShape {
    NO_PORTS,
    NUMBER,
    RANGE,
    WHOLE_PROTOCOL,
    NAMED;

    static PortShape of(PortMatch port) {
        return switch (port) {
            case PortMatch.Numbers(var protocol, var range) -> range.start() == range.end() ? NUMBER : RANGE;
            case PortMatch.WholeProtocol whole -> WHOLE_PROTOCOL;
            case PortMatch.Named named -> NAMED;
        };
    }
}
