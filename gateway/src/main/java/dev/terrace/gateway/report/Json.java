package dev.terrace.gateway.report;

import dev.terrace.core.contradiction.Contradiction;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What programs read. The shapes are documented in {@code docs/cli.md} and only ever grow. */
public final class Json {

    private static final JsonMapper LINES = JsonMapper.builder().build();
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** A verdict on one line. */
    public static String line(VerdictReport verdict) {
        return LINES.writeValueAsString(verdict);
    }

    /** A flow that has no verdict, on one line. */
    public static String line(String id, String error) {
        return LINES.createObjectNode().put("id", id).put("error", error).toString();
    }

    /** The rows by table, in the words of the Northbound schema, and what became of each policy. */
    public static String rows(
            DesiredImage image, Collection<Policy> policies, Collection<Contradiction> contradictions) {
        ImageReport report = ImageReport.of(image);
        ObjectNode root = PRETTY.createObjectNode();
        ArrayNode acls = root.putArray("acls");
        report.acls().forEach(acl -> acl(acls.addObject(), acl));
        ArrayNode groups = root.putArray("portGroups");
        report.portGroups().forEach(group -> group(groups.addObject(), group));
        ArrayNode sets = root.putArray("addressSets");
        report.addressSets().forEach(set -> set(sets.addObject(), set));
        if (!report.meters().isEmpty()) {
            ArrayNode meters = root.putArray("meters");
            report.meters().forEach(meter -> meter(meters.addObject(), meter));
        }
        ArrayNode statuses = root.putArray("policies");
        policies.stream()
                .sorted(Comparator.comparing(Policy::key))
                .forEach(policy -> status(statuses.addObject(), policy, contradictions));
        return PRETTY.writeValueAsString(root);
    }

    private static void acl(ObjectNode node, AclRow acl) {
        node.put("name", acl.name())
                .put("direction", acl.ovnDirection())
                .put("tier", acl.tier())
                .put("priority", acl.priority())
                .put("match", acl.match())
                .put("action", acl.action().ovn())
                .put("portGroup", acl.portGroup());
        log(node, acl);
        ObjectNode options = node.putObject("options");
        if (acl.appliesAfterLoadBalancing()) {
            options.put("apply-after-lb", "true");
        }
        acl.externalIds().forEach(node.putObject("externalIds")::put);
    }

    /** How an ACL logs, if it does. */
    static void log(ObjectNode node, AclRow acl) {
        if (acl.log() != null) {
            node.put("log", true)
                    .put("severity", acl.log().severity().word())
                    .put("meter", acl.log().meter());
        }
    }

    private static void meter(ObjectNode node, ImageReport.Meter meter) {
        node.put("name", meter.row().name())
                .put("unit", MeterRow.UNIT)
                .put("fair", true)
                .put("rate", meter.band().rate());
        meter.row().externalIds().forEach(node.putObject("externalIds")::put);
    }

    private static void group(ObjectNode node, PortGroupRow group) {
        node.put("name", group.name());
        ArrayNode ports = node.putArray("ports");
        group.ports().forEach(port -> ports.add(port.name()));
        group.externalIds().forEach(node.putObject("externalIds")::put);
    }

    private static void set(ObjectNode node, AddressSetRow set) {
        node.put("name", set.name());
        ArrayNode addresses = node.putArray("addresses");
        set.addresses().forEach(address -> addresses.add(address.toString()));
        set.externalIds().forEach(node.putObject("externalIds")::put);
    }

    private static void status(ObjectNode node, Policy policy, Collection<Contradiction> contradictions) {
        node.put("policy", policy.key().toString());
        ArrayNode conditions = node.putArray("conditions");
        ObjectNode accepted = conditions.addObject().put("type", "Accepted");
        if (policy.problems().isEmpty()) {
            accepted.put("status", "True").put("reason", "Valid");
        } else {
            Problem first = policy.problems().getFirst();
            accepted.put("status", "False").put("reason", first.reason().word());
        }
        ArrayNode problems = node.putArray("problems");
        for (Problem problem : policy.problems()) {
            problems.addObject()
                    .put("reason", problem.reason().word())
                    .put("path", problem.path())
                    .put("message", problem.message());
        }
        List<Contradiction> own = contradictions.stream()
                .filter(contradiction -> contradiction.policies().contains(policy.key()))
                .toList();
        if (!own.isEmpty()) {
            conditions
                    .addObject()
                    .put("type", "PriorityConflict")
                    .put("status", "True")
                    .put("reason", "EqualPriority");
            ArrayNode told = node.putArray("contradictions");
            own.forEach(contradiction -> told.addObject()
                    .put("path", contradiction.path(policy.key()))
                    .put("message", contradiction.message(policy.key())));
        }
    }
}
