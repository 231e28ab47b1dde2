package dev.terrace.ovn.replica;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.Map;

/** Makes rows out of the columns that a message has of them, and of what they were for the columns that it has not. */
final class Columns {

    private final Notation notation = new Notation();

    StoredAddressSet addressSet(JsonNode row, StoredAddressSet was) {
        return new StoredAddressSet(
                was.uuid(),
                notation.text(row, "name", was.name()),
                Notation.texts(row, "addresses", was.addresses()),
                notation.map(row, "external_ids", was.externalIds()));
    }

    StoredPortGroup portGroup(JsonNode row, StoredPortGroup was) {
        return new StoredPortGroup(
                was.uuid(),
                notation.text(row, "name", was.name()),
                Notation.uuids(row, "ports", was.ports()),
                Notation.uuids(row, "acls", was.acls()),
                notation.map(row, "external_ids", was.externalIds()));
    }

    StoredAcl acl(JsonNode row, StoredAcl was) {
        return new StoredAcl(
                was.uuid(),
                notation.text(row, "direction", was.direction()),
                Notation.integer(row, "tier", was.tier()),
                Notation.integer(row, "priority", was.priority()),
                notation.text(row, "match", was.match()),
                notation.text(row, "action", was.action()),
                notation.text(row, "name", was.name()),
                Notation.flag(row, "log", was.log()),
                notation.map(row, "options", was.options()),
                notation.map(row, "external_ids", was.externalIds()));
    }

    String name(JsonNode row, String was) {
        return notation.text(row, "name", was);
    }

    Map<String, String> map(JsonNode row, String column, Map<String, String> was) {
        return notation.map(row, column, was);
    }
}
