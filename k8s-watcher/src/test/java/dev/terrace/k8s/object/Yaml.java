package dev.terrace.k8s.object;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Objects as tests write them. */
public final class Yaml {

    private Yaml() {}

    public static Map<?, ?> tree(String text) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    public static Fact fact(String text) {
        return switch (ObjectDecoder.decode(tree(text))) {
            case Decoded.Known(Fact fact, var _) -> fact;
            case Decoded other -> throw new AssertionError(other.toString());
        };
    }

    public static Policy policy(String text) {
        return (Policy) fact(text);
    }

    public static PodFact pod(String text) {
        return (PodFact) fact(text);
    }

    /** What of an object was done without. */
    public static List<String> doubts(String text) {
        return switch (ObjectDecoder.decode(tree(text))) {
            case Decoded.Known(Fact _, List<String> doubts) -> doubts;
            case Decoded other -> throw new AssertionError(other.toString());
        };
    }

    public static String malformed(String text) {
        return switch (ObjectDecoder.decode(tree(text))) {
            case Decoded.Malformed malformed -> malformed.message();
            case Decoded other -> throw new AssertionError(other.toString());
        };
    }
}
