package dev.terrace.k8s.object;

import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.k8s.policy.LoggingForm;
import dev.terrace.k8s.policy.PolicyDecoder;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of any kind. Policies are read strictly and never fail ({@link PolicyDecoder}); of the others only
 * what Terrace needs is looked at, and that must be well-formed.
 */
public final class ObjectDecoder {

    private static final String DEFAULT_NAMESPACE = "default";

    /** Set by the API server on every namespace; manifests often lack it, and selectors rely on it. */
    private static final String NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";

    private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

    private ObjectDecoder() {}

    /**
     * Reads one object.
     *
     * @param tree the object as maps, lists and scalars, as a JSON or YAML reader gives it
     */
    public static Decoded decode(@Nullable Object tree) {
        Reading reading = new Reading();
        Cursor object = reading.at("", tree);
        String apiVersion = object.require("apiVersion").text();
        String kindName = object.require("kind").text();
        if (apiVersion == null || kindName == null) {
            return new Decoded.Malformed("Object", reading.faults().getFirst().toString());
        }
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.kind().equals(kindName) && kind.group().equals(group(apiVersion))) {
                return kind.apiVersion().equals(apiVersion)
                        ? decode(kind, reading, object)
                        // Passing over a policy because of its version would leave open what it means to close.
                        : new Decoded.Malformed(
                                kindName, "apiVersion: " + apiVersion + " is not read, " + kind.apiVersion() + " is");
            }
        }
        return new Decoded.Ignored();
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private static Decoded decode(ObjectKind kind, Reading reading, Cursor object) {
        Cursor metadata = object.require("metadata");
        String name = metadata.require("name").text();
        String givenNamespace = kind.namespaced() ? metadata.get("namespace").text() : "";
        String namespace = givenNamespace == null || (kind.namespaced() && givenNamespace.isEmpty())
                ? DEFAULT_NAMESPACE
                : shared(givenNamespace);
        if (name != null && name.isEmpty()) {
            metadata.get("name").invalid("must not be empty");
        }
        String title = kind.kind() + " " + (kind.namespaced() ? namespace + "/" : "") + (name == null ? "?" : name);
        if (name == null || !reading.understood()) {
            return new Decoded.Malformed(title, reading.faults().getFirst().toString());
        }
        List<String> doubts = new ArrayList<>();
        Fact fact = switch (kind) {
            case NAMESPACE -> namespace(name, metadata);
            case NODE -> NodeForm.read(name, metadata, object, doubts);
            case POD -> PodForm.read(new PodKey(namespace, name), metadata, object, doubts);
            case ENDPOINT_SLICE -> endpointSlice(new EndpointSliceKey(namespace, name), metadata, object);
            case NETWORK_POLICY,
                    CLUSTER_NETWORK_POLICY,
                    ADMIN_NETWORK_POLICY,
                    BASELINE_ADMIN_NETWORK_POLICY,
                    DEVELOPER_NETWORK_POLICY ->
                PolicyDecoder.decode((PolicyKey) kind.key(namespace, name), object.value());
        };
        if (!reading.understood()) {
            return new Decoded.Malformed(title, reading.faults().getFirst().toString());
        }
        if (fact == null) {
            return new Decoded.Ignored();
        }
        return new Decoded.Known(
                fact, doubts.stream().map(doubt -> title + ": " + doubt).toList());
    }

    private static NamespaceFact namespace(String name, Cursor metadata) {
        Map<String, String> labels = labels(metadata);
        labels.put(NAMESPACE_NAME_LABEL, name);
        return new NamespaceFact(name, labels, LoggingForm.read(metadata));
    }

    /**
     * All endpoints count, ready or not: kube-proxy and OVN may still send to one that is not, and a policy must not
     * cut the cluster's DNS off while it restarts.
     */
    private static @Nullable EndpointSliceFact endpointSlice(EndpointSliceKey key, Cursor metadata, Cursor object) {
        String service = labels(metadata).get(SERVICE_NAME_LABEL);
        if (service == null) {
            return null;
        }
        Set<IpAddress> addresses = new HashSet<>();
        if (!"FQDN".equals(object.get("addressType").text())) {
            for (Cursor endpoint : object.get("endpoints").elements()) {
                for (Cursor entry : endpoint.get("addresses").elements()) {
                    IpAddress address = address(entry);
                    if (address != null) {
                        addresses.add(address);
                    }
                }
            }
        }
        return new EndpointSliceFact(key, new ServiceKey(key.namespace(), service), addresses);
    }

    /** A word that many objects have in common, once: of the eleven that would stay of a pod, seven are such. */
    static String shared(String word) {
        return word.intern();
    }

    static Map<String, String> labels(Cursor metadata) {
        Map<String, String> labels = new HashMap<>();
        metadata.get("labels").members().forEach((key, value) -> {
            String text = value.text();
            if (text != null) {
                labels.put(shared(key), shared(text));
            } else if (!value.present()) {
                value.invalid("must be a string");
            }
        });
        return labels;
    }

    static @Nullable IpAddress address(Cursor cursor) {
        String text = cursor.text();
        if (text == null) {
            return null;
        }
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException notAnAddress) {
            cursor.invalid("must be an IP address, not " + text);
            return null;
        }
    }
}
