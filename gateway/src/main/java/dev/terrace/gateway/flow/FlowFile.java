package dev.terrace.gateway.flow;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON array of flows:
 *
 * <pre>{"id": "1", "from": {"pod": "a/web"}, "to": {"ip": "10.0.0.1"}, "protocol": "tcp", "port": 80}</pre>
 *
 * <p>An end is {@code {"pod": "namespace/name"}}, {@code {"ip": "address"}} or {@code {"node": "name"}}; ICMP needs no
 * port.
 */
public final class FlowFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> KEYS = Set.of("id", "from", "to", "protocol", "port");
    private static final int MAX_PORT = 65535;

    private final InputFile file;

    private FlowFile(InputFile file) {
        this.file = file;
    }

    /** @throws Failure with the file, the place and what is wrong there */
    public static List<IdentifiedFlow> read(Path file) {
        return new FlowFile(new InputFile(file)).read();
    }

    private List<IdentifiedFlow> read() {
        JsonNode root;
        try {
            root = JSON.readTree(file.text());
        } catch (JacksonException e) {
            throw file.malformed(e);
        }
        if (!root.isArray()) {
            throw file.wrong("", "a JSON array of flows is expected");
        }
        List<IdentifiedFlow> flows = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < root.size(); i++) {
            IdentifiedFlow flow = flow("[" + i + "]", root.get(i));
            if (!ids.add(flow.id())) {
                throw file.wrong("[" + i + "].id", "a second flow with the id " + flow.id());
            }
            flows.add(flow);
        }
        return flows;
    }

    private IdentifiedFlow flow(String path, JsonNode node) {
        if (!node.isObject()) {
            throw file.wrong(path, "a flow is an object");
        }
        for (String key : node.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw file.wrong(
                        path, "unknown key \"" + key + "\", known are " + String.join(", ", new TreeSet<>(KEYS)));
            }
        }
        JsonNode id = node.path("id");
        if (!id.isString() && !id.isIntegralNumber()) {
            throw file.wrong(path + ".id", "a string or a number is needed");
        }
        Protocol protocol = protocol(path + ".protocol", node.path("protocol"));
        return new IdentifiedFlow(
                id.asString(),
                new Flow(
                        end(path + ".from", node.path("from")),
                        end(path + ".to", node.path("to")),
                        protocol,
                        port(path + ".port", protocol, node.path("port"))));
    }

    private Protocol protocol(String path, JsonNode node) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.word().equals(node.asString("")))
                .findFirst()
                .orElseThrow(() -> file.wrong(
                        path,
                        "one of "
                                + Arrays.stream(Protocol.values())
                                        .map(Protocol::word)
                                        .collect(Collectors.joining(", "))
                                + " is needed"));
    }

    private int port(String path, Protocol protocol, JsonNode node) {
        if (protocol == Protocol.ICMP) {
            // Who writes every key of every flow writes null or 0.
            if (node.isMissingNode() || node.isNull() || (node.isInt() && node.intValue() == 0)) {
                return 0;
            }
            throw file.wrong(path, "icmp has no port");
        }
        if (!node.canConvertToInt() || node.intValue() < 1 || node.intValue() > MAX_PORT) {
            throw file.wrong(path, "a port of 1.." + MAX_PORT + " is needed");
        }
        return node.intValue();
    }

    private FlowEnd end(String path, JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw file.wrong(path, "exactly one of \"pod\", \"ip\", \"node\" is needed");
        }
        String key = node.propertyNames().iterator().next();
        String value = node.get(key).isString() ? node.get(key).stringValue() : "";
        return switch (key) {
            case "pod" -> pod(path + ".pod", value);
            case "ip" -> address(path + ".ip", value);
            case "node" -> node(path + ".node", value);
            default -> throw file.wrong(path, "unknown key \"" + key + "\", known are pod, ip, node");
        };
    }

    private FlowEnd pod(String path, String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash != text.lastIndexOf('/') || slash == text.length() - 1) {
            throw file.wrong(path, "namespace/name is needed");
        }
        return new FlowEnd.Pod(new PodKey(text.substring(0, slash), text.substring(slash + 1)));
    }

    private FlowEnd node(String path, String name) {
        if (name.isEmpty()) {
            throw file.wrong(path, "the name of a node is needed");
        }
        return new FlowEnd.Node(name);
    }

    private FlowEnd address(String path, String text) {
        try {
            return new FlowEnd.Address(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            throw file.wrong(path, String.valueOf(e.getMessage()));
        }
    }
}
