package dev.terrace.core.ovnkubernetes;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose a row is and which: what OVN-Kubernetes finds its rows by.
 *
 * @param controller the value of {@code k8s.ovn.org/owner-controller}
 * @param type the value of {@code k8s.ovn.org/owner-type}
 * @param keys what tells rows of the type apart, in the order in which they stand in the primary id
 */
public record ObjectId(String controller, String type, Map<String, String> keys) {

    public static final String PRIMARY = "k8s.ovn.org/id";
    public static final String OWNER = "k8s.ovn.org/owner-controller";
    public static final String TYPE = "k8s.ovn.org/owner-type";

    private static final String DEFAULT_CONTROLLER = "default-network-controller";

    /**
     * Of the controller of the cluster's network.
     *
     * @param keysAndValues what else tells it apart, keys and values in turn
     */
    static ObjectId of(String type, String name, String... keysAndValues) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("k8s.ovn.org/name", name);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new ObjectId(DEFAULT_CONTROLLER, type, keys);
    }

    /** The same of another controller. */
    ObjectId by(String other) {
        return new ObjectId(other, type, keys);
    }

    /** {@code controller:type:values...}. */
    public String primary() {
        return controller + ":" + type + ":" + String.join(":", keys.values());
    }

    public SortedMap<String, String> externalIds() {
        SortedMap<String, String> ids = new TreeMap<>(keys);
        ids.put(PRIMARY, primary());
        ids.put(OWNER, controller);
        ids.put(TYPE, type);
        return ids;
    }

    /** The name of a group or set: {@code a} and the FNV-1a hash of the id, 64 bits, in decimal. */
    public String hashed() {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : primary().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        return "a" + Long.toUnsignedString(hash);
    }
}
