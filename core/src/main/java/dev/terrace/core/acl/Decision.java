package dev.terrace.core.acl;

import dev.terrace.core.desired.AclRow;
import java.util.List;
import java.util.Optional;

/** What the ACLs of one direction say of a packet. */
public sealed interface Decision {

    /** The ACLs that said {@code pass} before, at most one of each tier, in the order of tiers. */
    List<AclRow> passed();

    /** The ACL that decided; empty where none did. */
    Optional<AclRow> by();

    /** Whether the packet goes on. */
    default boolean isAllowed() {
        return switch (this) {
            case Allowed allowed -> true;
            case Dropped dropped -> false;
            case NoVerdict none -> true;
        };
    }

    /** {@code row} said {@code allow-related}. */
    record Allowed(AclRow row, List<AclRow> passed) implements Decision {
        public Allowed {
            passed = List.copyOf(passed);
        }

        @Override
        public Optional<AclRow> by() {
            return Optional.of(row);
        }
    }

    /** {@code row} said {@code drop}. */
    record Dropped(AclRow row, List<AclRow> passed) implements Decision {
        public Dropped {
            passed = List.copyOf(passed);
        }

        @Override
        public Optional<AclRow> by() {
            return Optional.of(row);
        }
    }

    /**
     * No ACL decided in any tier, or those that matched all passed: allowed, as
     * {@code NB_Global.options:default_acl_drop} is off unless somebody sets it.
     */
    record NoVerdict(List<AclRow> passed) implements Decision {
        public NoVerdict {
            passed = List.copyOf(passed);
        }

        @Override
        public Optional<AclRow> by() {
            return Optional.empty();
        }
    }
}
