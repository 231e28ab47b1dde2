package dev.terrace.k8s.service;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.k8s.object.ReadObject;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Services and EndpointSlices of a cluster. What is malformed in them is passed over: nothing is decided by it but
 * what to ask.
 */
public final class Services {

    private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";
    private static final String HEADLESS = "None";
    private static final int MAX_PORT = 65535;

    private final Map<IpAddress, ServiceKey> byAddress = new HashMap<>();
    private final Map<ServiceKey, List<Port>> ports = new HashMap<>();
    private final Map<ServiceKey, Map<String, Slice>> slices = new HashMap<>();

    /**
     * {@code name} ties a Service's port to the one of its slices, whatever number it has there; empty for the only
     * one.
     */
    private record Port(String name, Protocol protocol, int number) {}

    private record Slice(List<IpAddress> addresses, List<Port> ports) {}

    /**
     * Takes an object into account if it is a Service or an EndpointSlice, in the place of an earlier one of its name.
     */
    public void learn(ReadObject read) {
        Cursor object = new Reading().at("", read.tree());
        switch (object.get("kind").text()) {
            case "Service" -> service(object);
            case "EndpointSlice" -> slice(object);
            case null, default -> {}
        }
    }

    private void service(Cursor object) {
        Cursor metadata = object.get("metadata");
        ServiceKey key = new ServiceKey(
                namespace(metadata), String.valueOf(metadata.get("name").text()));
        Cursor spec = object.get("spec");
        if (ports.remove(key) != null) {
            byAddress.values().removeIf(key::equals);
        }
        if (!HEADLESS.equals(spec.get("clusterIP").text())) {
            ports.put(key, ports(spec.get("ports")));
        }
        List<Cursor> addresses = new ArrayList<>(spec.get("clusterIPs").elements());
        addresses.add(spec.get("clusterIP"));
        addresses.addAll(spec.get("externalIPs").elements());
        object.get("status")
                .get("loadBalancer")
                .get("ingress")
                .elements()
                .forEach(ingress -> addresses.add(ingress.get("ip")));
        for (IpAddress address : addresses(addresses)) {
            byAddress.put(address, key);
        }
    }

    private void slice(Cursor object) {
        Cursor metadata = object.get("metadata");
        String service = metadata.get("labels").get(SERVICE_NAME_LABEL).text();
        if (service == null) {
            return;
        }
        List<Cursor> addresses = object.get("endpoints").elements().stream()
                .flatMap(endpoint -> endpoint.get("addresses").elements().stream())
                .toList();
        slices.computeIfAbsent(new ServiceKey(namespace(metadata), service), _ -> new LinkedHashMap<>())
                .put(
                        String.valueOf(metadata.get("name").text()),
                        new Slice(addresses(addresses), ports(object.get("ports"))));
    }

    private static String namespace(Cursor metadata) {
        String namespace = metadata.get("namespace").text();
        return namespace == null || namespace.isEmpty() ? "default" : namespace;
    }

    private static List<Port> ports(Cursor list) {
        List<Port> ports = new ArrayList<>();
        for (Cursor entry : list.elements()) {
            String name = entry.get("name").text();
            Integer port = entry.get("port").wholeNumber(1, MAX_PORT);
            Protocol protocol = protocol(entry.get("protocol").text());
            if (port != null && protocol != null) {
                ports.add(new Port(name == null ? "" : name, protocol, port));
            }
        }
        return ports;
    }

    private static @Nullable Protocol protocol(@Nullable String word) {
        return switch (word) {
            case null -> Protocol.TCP;
            case "TCP", "UDP", "SCTP" -> Protocol.valueOf(word);
            default -> null;
        };
    }

    private static List<IpAddress> addresses(List<Cursor> texts) {
        List<IpAddress> addresses = new ArrayList<>();
        for (Cursor cursor : texts) {
            String text = cursor.text();
            // A headless Service has the address "None", one of another family may have a name.
            if (text != null && text.matches("[0-9a-fA-F:.]+")) {
                try {
                    addresses.add(IpAddress.parse(text));
                } catch (IllegalArgumentException notAnAddress) {
                    cursor.invalid("must be an IP address");
                }
            }
        }
        return addresses;
    }

    /** Whether anything is known of a Service. */
    public boolean knows(ServiceKey service) {
        return ports.containsKey(service) || slices.containsKey(service);
    }

    /** The Service that has a virtual address, or null. */
    public @Nullable ServiceKey at(IpAddress address) {
        return byAddress.get(address);
    }

    /**
     * Where a connection to a Service may arrive, sorted; ready or not, as {@code wellKnown} peers count them. A
     * Service of which only slices are known, or that is headless, is asked at the ports of its endpoints.
     */
    public List<Endpoint> endpoints(ServiceKey service, Protocol protocol, int port) {
        List<Port> asked = ports.getOrDefault(service, List.of()).stream()
                .filter(of -> of.protocol() == protocol && of.number() == port)
                .toList();
        boolean known = ports.containsKey(service);
        List<Endpoint> endpoints = new ArrayList<>();
        for (Slice slice : slices.getOrDefault(service, Map.of()).values()) {
            for (Port there : slice.ports()) {
                boolean meant = known
                        ? asked.stream().anyMatch(of -> of.name().equals(there.name()) && there.protocol() == protocol)
                        : there.protocol() == protocol && there.number() == port;
                if (meant) {
                    slice.addresses().forEach(address -> endpoints.add(new Endpoint(address, there.number())));
                }
            }
        }
        return endpoints.stream()
                .distinct()
                .sorted(Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port))
                .toList();
    }
}
