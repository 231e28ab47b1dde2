package dev.terrace.ovn.replica;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredMeter;
import dev.terrace.ovn.replica.StoredRow.StoredMeterBand;
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
                notation.text(row, "severity", was.severity()),
                notation.text(row, "meter", was.meter()),
                notation.map(row, "options", was.options()),
                notation.map(row, "external_ids", was.externalIds()));
    }

    StoredMeter meter(JsonNode row, StoredMeter was) {
        return new StoredMeter(
                was.uuid(),
                notation.text(row, "name", was.name()),
                notation.text(row, "unit", was.unit()),
                Notation.flag(row, "fair", was.fair()),
                Notation.uuids(row, "bands", was.bands()),
                notation.map(row, "external_ids", was.externalIds()));
    }

    StoredMeterBand meterBand(JsonNode row, StoredMeterBand was) {
        return new StoredMeterBand(
                was.uuid(),
                notation.text(row, "action", was.action()),
                Notation.integer(row, "rate", was.rate()),
                Notation.integer(row, "burst_size", was.burstSize()),
                notation.map(row, "external_ids", was.externalIds()));
    }

    String name(JsonNode row, String was) {
        return notation.text(row, "name", was);
    }

    Map<String, String> map(JsonNode row, String column, Map<String, String> was) {
        return notation.map(row, column, was);
    }
}
