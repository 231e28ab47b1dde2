package dev.terrace.core.desired;

import dev.terrace.core.model.IpPrefix;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes different in one desired row. A set or group of any size changes by the members that come and go. */
public sealed interface RowDelta {

    RowKey key();

    /** The row is new, or takes the place of the one of its key. */
    record Put(Row row) implements RowDelta {
        @Override
        public RowKey key() {
            return row.key();
        }
    }

    /** The row is no longer desired. */
    record Gone(RowKey key) implements RowDelta {}

    /**
     * Members of an address set that is desired already: none of {@code added} was one, each of {@code removed} was.
     */
    record Addresses(String set, Set<IpPrefix> added, Set<IpPrefix> removed) implements RowDelta {

        public Addresses {
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
        }

        @Override
        public RowKey key() {
            return new RowKey(RowKey.Table.ADDRESS_SET, set);
        }
    }

    /** Members of a port group that is desired already: none of {@code added} was one, each of {@code removed} was. */
    record Ports(String group, Set<LogicalPort> added, Set<LogicalPort> removed) implements RowDelta {

        public Ports {
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
        }

        @Override
        public RowKey key() {
            return new RowKey(RowKey.Table.PORT_GROUP, group);
        }
    }

    /**
     * This change and then another of the same row, as one; null where the second takes back the first.
     *
     * @throws IllegalArgumentException when no row can change so: other keys, or members of a row that is gone
     */
    default @Nullable RowDelta then(RowDelta later) {
        if (!key().equals(later.key())) {
            throw new IllegalArgumentException("changes of two rows: " + key() + ", " + later.key());
        }
        return switch (later) {
            case Put _, Gone _ -> later;
            case Addresses(String set, Set<IpPrefix> added, Set<IpPrefix> removed) ->
                switch (this) {
                    case Put(AddressSetRow row) ->
                        new Put(new AddressSetRow(
                                set, Members.changed(row.addresses(), added, removed), row.externalIds()));
                    case Addresses before -> {
                        Set<IpPrefix> in = Members.joined(before.added(), removed, added, before.removed());
                        Set<IpPrefix> out = Members.joined(before.removed(), added, removed, before.added());
                        yield in.isEmpty() && out.isEmpty() ? null : new Addresses(set, in, out);
                    }
                    case Put _, Gone _, Ports _ -> throw new IllegalArgumentException("no such set: " + set);
                };
            case Ports(String group, Set<LogicalPort> added, Set<LogicalPort> removed) ->
                switch (this) {
                    case Put(PortGroupRow row) ->
                        new Put(new PortGroupRow(
                                group, Members.changed(row.ports(), added, removed), row.externalIds()));
                    case Ports before -> {
                        Set<LogicalPort> in = Members.joined(before.added(), removed, added, before.removed());
                        Set<LogicalPort> out = Members.joined(before.removed(), added, removed, before.added());
                        yield in.isEmpty() && out.isEmpty() ? null : new Ports(group, in, out);
                    }
                    case Put _, Gone _, Addresses _ -> throw new IllegalArgumentException("no such group: " + group);
                };
        };
    }
}
