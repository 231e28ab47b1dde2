package dev.terrace.core.acl;

import dev.terrace.core.desired.LogicalPort;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A match, read. There is no negation in it: OVN moves each {@code !} down to the comparisons and turns those round,
 * before it adds the prerequisites of their fields ({@code ovn-sb(5)}, Logical_Flow, match, "Prerequisites"). Hence
 * {@code !(ip4.src == 10.0.0.1)} asks for IPv4, as {@code ip4.src != 10.0.0.1} does.
 */
sealed interface Expression {

    boolean matches(Packet packet);

    /** {@code 1} and {@code 0}. */
    record Constant(boolean value) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            return value;
        }
    }

    /** {@code &&}. */
    record AllOf(List<Expression> terms) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            for (Expression term : terms) {
                if (!term.matches(packet)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code ||}. */
    record AnyOf(List<Expression> terms) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            for (Expression term : terms) {
                if (term.matches(packet)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A predicate, always in a positive sense. */
    record Holds(Symbol.Shorthand shorthand) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            return shorthand.holdsFor(packet);
        }
    }

    /** {@code inport} or {@code outport} is one of these; nominal, so there is no opposite. */
    record PortIn(Symbol.PortField field, Set<LogicalPort> ports) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            @Nullable LogicalPort port = field.of(packet);
            return port != null && ports.contains(port);
        }
    }

    /** {@code <}, {@code <=}, {@code >} and {@code >=}. */
    record Ordered(Symbol.Field field, Relation relation, BigInteger bound) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            @Nullable BigInteger value = field.of(packet);
            return value != null && relation.holds(value.compareTo(bound));
        }
    }

    /**
     * {@code ==} and {@code !=} on one constant or on a set of them. With {@code !=} the field must be there and be
     * none of them.
     *
     * @param valuesByMask the constants, already masked, by the bits that they are about
     */
    record In(Symbol.Field field, boolean inside, Map<BigInteger, Set<BigInteger>> valuesByMask) implements Expression {
        @Override
        public boolean matches(Packet packet) {
            @Nullable BigInteger value = field.of(packet);
            return value != null && holds(value) == inside;
        }

        private boolean holds(BigInteger value) {
            for (Map.Entry<BigInteger, Set<BigInteger>> masked : valuesByMask.entrySet()) {
                if (masked.getValue().contains(value.and(masked.getKey()))) {
                    return true;
                }
            }
            return false;
        }
    }
}
