package dev.terrace.ovn.session;

import com.google.common.base.CharMatcher;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Column;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opendaylight.ovsdb.lib.message.TransactBuilder;
import org.opendaylight.ovsdb.lib.notation.Condition;
import org.opendaylight.ovsdb.lib.notation.Function;
import org.opendaylight.ovsdb.lib.notation.Mutator;
import org.opendaylight.ovsdb.lib.notation.OvsdbMap;
import org.opendaylight.ovsdb.lib.notation.OvsdbSet;
import org.opendaylight.ovsdb.lib.operations.Delete;
import org.opendaylight.ovsdb.lib.operations.Insert;
import org.opendaylight.ovsdb.lib.operations.Mutate;
import org.opendaylight.ovsdb.lib.operations.Operation;
import org.opendaylight.ovsdb.lib.operations.Select;
import org.opendaylight.ovsdb.lib.operations.Update;
import org.opendaylight.ovsdb.lib.schema.ColumnSchema;
import org.opendaylight.ovsdb.lib.schema.GenericTableSchema;

/**
 * A planned transaction in the library's operations.
 *
 * <p>Every operation on an existing row has our owner id in its condition, so that a row of somebody else cannot be
 * changed even by mistake; and each such row is guarded by a {@link Wait} at the front, because an operation on a row
 * that is gone is no error to the server.
 */
final class Operations {

    private final NorthboundSchema schema;
    private final String owner;
    private final boolean fenced;
    private final boolean namedUuids;
    private final Set<UUID> created = new HashSet<>();
    private final List<Operation<?>> guards = new ArrayList<>();
    private final List<Operation<?>> operations = new ArrayList<>();
    private final List<RowKey> keys = new ArrayList<>();

    private Operations(NorthboundSchema schema, String owner, @Nullable Fence fence, boolean namedUuids) {
        this.schema = schema;
        this.owner = owner;
        this.namedUuids = namedUuids;
        this.fenced = fence != null;
        if (fence != null) {
            guards.add(new Wait(schema.table(RowKey.Table.ADDRESS_SET), conditions(fence.row(), marks(fence))));
        }
    }

    /**
     * Translates.
     *
     * @param fence ours: where another is, nothing is done
     * @param after a row of ours: where it is not, nothing is done; null for none
     * @param namedUuids insert rows by names that hold inside the transaction, because the server is too old to take
     *     our UUIDs
     */
    static Operations of(
            Transaction transaction,
            NorthboundSchema schema,
            String owner,
            Fence fence,
            @Nullable Edit after,
            boolean namedUuids) {
        Operations all = new Operations(schema, owner, fence, namedUuids);
        List<Edit> edits = transaction.edits();
        edits.stream().filter(Edit::creates).forEach(edit -> all.created.add(edit.row()));
        Set<UUID> guarded = new HashSet<>();
        if (after != null) {
            guarded.add(after.row());
            all.guards.add(new Wait(schema.table(after.key().table()), all.conditions(after)));
        }
        for (Edit edit : edits) {
            if (!all.created.contains(edit.row()) && guarded.add(edit.row())) {
                all.guards.add(new Wait(schema.table(edit.key().table()), all.conditions(edit)));
            }
            all.operations.add(all.operation(edit));
            all.keys.add(edit.key());
        }
        return all;
    }

    /** Puts a fence up where {@code before} is, or where none is. */
    static Operations takeOver(NorthboundSchema schema, String owner, @Nullable Fence before, Fence next) {
        Operations all = new Operations(schema, owner, before, false);
        GenericTableSchema table = schema.table(RowKey.Table.ADDRESS_SET);
        RowKey key = Fence.key(owner);
        OvsdbMap<String, String> ids = new OvsdbMap<>(all.marks(next));
        if (before == null) {
            Insert<GenericTableSchema> insert = new Insert<>(table);
            insert.setUuid(next.row().toString());
            all.operations.add(
                    insert.value(column(table, Column.NAME), key.id()).value(column(table, Column.EXTERNAL_IDS), ids));
        } else {
            Update<GenericTableSchema> update = new Update<>(table);
            update.set(column(table, Column.EXTERNAL_IDS), ids);
            all.conditions(before.row(), Map.of(ExternalIds.OWNER, owner)).forEach(update::addCondition);
            all.operations.add(update);
        }
        all.keys.add(key);
        return all;
    }

    /** Counts the number of the configuration up and reads it. */
    static Operations count(NorthboundSchema schema, String owner, Fence fence) {
        Operations all = new Operations(schema, owner, fence, false);
        GenericTableSchema table = schema.library().table("NB_Global", GenericTableSchema.class);
        ColumnSchema<GenericTableSchema, Object> number = column(table, "nb_cfg");
        all.operations.add(new Mutate<>(table).addMutation(number, Mutator.SUM, 1L));
        Select<GenericTableSchema> select = new Select<>(table);
        select.setColumns(List.of("nb_cfg"));
        all.operations.add(select);
        return all;
    }

    TransactBuilder transaction() {
        TransactBuilder builder = new TransactBuilder(schema.library());
        guards.forEach(builder::addOperation);
        operations.forEach(builder::addOperation);
        return builder;
    }

    boolean isFence(int index) {
        return fenced && index == 0;
    }

    boolean isGuard(int index) {
        return index < guards.size();
    }

    /** The row that an operation of {@link #transaction} is for; null for guards and beyond the end. */
    @Nullable RowKey key(int index) {
        int place = index - guards.size();
        return place >= 0 && place < keys.size() ? keys.get(place) : null;
    }

    private Operation<?> operation(Edit edit) {
        GenericTableSchema table = schema.table(edit.key().table());
        return switch (edit) {
            case Edit.CreateAddressSet(UUID row, AddressSetRow content, Set<String> addresses) ->
                insert(table, row, content).value(column(table, Column.ADDRESSES), texts(addresses));
            case Edit.CreatePortGroup(UUID row, PortGroupRow content, Set<UUID> ports, Set<UUID> acls) ->
                insert(table, row, content)
                        .value(column(table, Column.PORTS), references(ports))
                        .value(column(table, Column.ACLS), references(acls));
            case Edit.CreateAcl(UUID row, AclRow content, int _) -> insert(table, row, content);
            case Edit.Revise revise -> {
                Update<GenericTableSchema> update = new Update<>(table);
                revise.before()
                        .keySet()
                        .forEach(name -> update.set(column(table, name), value(revise.content(), name)));
                conditions(edit).forEach(update::addCondition);
                yield update;
            }
            case Edit.Addresses members ->
                mutate(edit, Column.ADDRESSES, texts(members.added()), texts(members.removed()));
            case Edit.References members ->
                mutate(edit, members.column(), references(members.added()), references(members.removed()));
            case Edit.Remove _ -> {
                Delete<GenericTableSchema> delete = new Delete<>(table);
                conditions(edit).forEach(delete::addCondition);
                yield delete;
            }
        };
    }

    private Insert<GenericTableSchema> insert(GenericTableSchema table, UUID row, Row content) {
        Insert<GenericTableSchema> insert = new Insert<>(table);
        if (namedUuids) {
            insert.setUuidName(name(row));
        } else {
            insert.setUuid(row.toString());
        }
        for (Column column : columns(content)) {
            insert.value(column(table, column), value(content, column));
        }
        return insert;
    }

    private static List<Column> columns(Row row) {
        return switch (row) {
            case AddressSetRow _, PortGroupRow _ -> List.of(Column.NAME, Column.EXTERNAL_IDS);
            case AclRow _ ->
                List.of(
                        Column.NAME,
                        Column.EXTERNAL_IDS,
                        Column.DIRECTION,
                        Column.TIER,
                        Column.PRIORITY,
                        Column.MATCH,
                        Column.ACTION,
                        Column.LOG,
                        Column.OPTIONS);
        };
    }

    private static Object value(Row row, Column column) {
        if (column == Column.EXTERNAL_IDS) {
            return new OvsdbMap<>(row.externalIds());
        }
        return switch (row) {
            case AddressSetRow set when column == Column.NAME -> set.name();
            case PortGroupRow group when column == Column.NAME -> group.name();
            case AclRow acl -> value(acl, column);
            default -> throw new IllegalArgumentException(column + " is no column of " + row.key());
        };
    }

    private static Object value(AclRow acl, Column column) {
        return switch (column) {
            case NAME -> acl.name().isEmpty() ? new OvsdbSet<>() : acl.name();
            case DIRECTION -> acl.ovnDirection();
            case TIER -> acl.tier();
            case PRIORITY -> acl.priority();
            case MATCH -> acl.match();
            case ACTION -> acl.action().ovn();
            case LOG -> false;
            case OPTIONS -> new OvsdbMap<>(Column.options(acl));
            case EXTERNAL_IDS, ADDRESSES, PORTS, ACLS ->
                throw new IllegalArgumentException(column + " is no column of " + acl.key());
        };
    }

    /** Takes out before it puts in; no element is ever in both. */
    private Mutate<GenericTableSchema> mutate(
            Edit edit, Column name, OvsdbSet<Object> added, OvsdbSet<Object> removed) {
        GenericTableSchema table = schema.table(edit.key().table());
        Mutate<GenericTableSchema> mutate = new Mutate<>(table);
        if (!removed.isEmpty()) {
            mutate.addMutation(column(table, name), Mutator.DELETE, removed);
        }
        if (!added.isEmpty()) {
            mutate.addMutation(column(table, name), Mutator.INSERT, added);
        }
        conditions(edit).forEach(mutate::addCondition);
        return mutate;
    }

    private static OvsdbSet<Object> texts(Set<String> members) {
        return new OvsdbSet<>(Set.copyOf(members));
    }

    private OvsdbSet<Object> references(Set<UUID> rows) {
        return new OvsdbSet<>(rows.stream().map(this::reference).collect(Collectors.toSet()));
    }

    private org.opendaylight.ovsdb.lib.notation.UUID reference(UUID row) {
        return new org.opendaylight.ovsdb.lib.notation.UUID(
                namedUuids && created.contains(row) ? name(row) : row.toString());
    }

    /** An {@code <id>} of RFC 7047, section 3.1, which has to begin with a letter. */
    private static String name(UUID row) {
        return "r" + CharMatcher.is('-').removeFrom(row.toString());
    }

    private List<Condition> conditions(Edit edit) {
        return created.contains(edit.row())
                ? List.of(isRow(edit.row()))
                : conditions(edit.row(), Map.of(ExternalIds.OWNER, owner));
    }

    /** The UUID comes first: it is what the server looks a row up by. */
    private List<Condition> conditions(UUID row, Map<String, String> ids) {
        return List.of(isRow(row), new Condition(Column.EXTERNAL_IDS.ovn(), Function.INCLUDES, new OvsdbMap<>(ids)));
    }

    private Condition isRow(UUID row) {
        return new Condition("_uuid", Function.EQUALS, reference(row));
    }

    private Map<String, String> marks(Fence fence) {
        Map<String, String> marks = new HashMap<>(fence.marks());
        marks.put(ExternalIds.OWNER, owner);
        marks.put(ExternalIds.ID, Fence.key(owner).id());
        return marks;
    }

    /** The library types columns by what the caller says that they hold. */
    @SuppressWarnings("unchecked")
    private static ColumnSchema<GenericTableSchema, Object> column(GenericTableSchema table, String column) {
        return table.column(column);
    }

    private static ColumnSchema<GenericTableSchema, Object> column(GenericTableSchema table, Column column) {
        return column(table, column.ovn());
    }
}
