package dev.terrace.k8s.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Problem;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectDecoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What annotations ask to be logged, and what is said of those that cannot be read. */
final class LoggingFormTest {

    private static final String PLACE = "metadata.annotations[\"k8s.ovn.org/acl-logging\"]";

    private static Map<String, Object> metadata(Map<String, Object> more) {
        Map<String, Object> metadata = new TreeMap<>(more);
        metadata.put("name", "shop");
        return metadata;
    }

    private static Map<String, Object> annotated(Object annotation) {
        return Map.of("annotations", Map.of(Logging.ANNOTATION, annotation));
    }

    private static NamespaceFact namespace(Map<String, Object> metadata) {
        return (NamespaceFact) known(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata(metadata)));
    }

    private static Logging logging(Object annotation) {
        return namespace(annotated(annotation)).logging();
    }

    private static Object known(Map<String, Object> object) {
        assertThat(ObjectDecoder.decode(object)).isInstanceOf(Decoded.Known.class);
        return ((Decoded.Known) ObjectDecoder.decode(object)).fact();
    }

    private static Policy policy(String apiVersion, String kind, Object annotation) {
        return (Policy)
                known(Map.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata(annotated(annotation))));
    }

    private static String words(Logging logging) {
        return new TreeMap<>(logging.severities()).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"deny": "alert", "allow": "notice"}                   | {ACCEPT=NOTICE, DENY=ALERT}
            {"deny": "warning"}                                    | {DENY=WARNING}
            {"allow": "info", "deny": "", "pass": "debug"}         | {ACCEPT=INFO, PASS=DEBUG}
            {}                                                     | {}
            """)
    void readsSeverities(String annotation, String severities) {
        assertThat(words(logging(annotation))).isEqualTo(severities);
        assertThat(logging(annotation).problems()).isEmpty();
        Policy policy = policy("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy", annotation);
        assertThat(policy.logging()).isEqualTo(logging(annotation));
    }

    @Test
    void nothingIsLoggedWithoutAnAnnotation() {
        assertThat(namespace(Map.of()).logging()).isEqualTo(Logging.NONE);
        assertThat(logging("")).isEqualTo(Logging.NONE);
        assertThat(logging("{}")).isEqualTo(Logging.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"deny": "alert", "allow": "loud"}  | {DENY=ALERT} | .allow | must be one of alert, warning, notice, info, debug, not loud
            {"deny": "alert", "allow": 3}       | {DENY=ALERT} | .allow | must be a string
            {"deny": "alert", "drop": "info"}   | {DENY=ALERT} | .drop  | unknown field
            {"deny": "Alert"}                   | {}           | .deny  | must be one of alert, warning, notice, info, debug, not Alert
            {deny: alert}                       | {}           | ''     | must be JSON
            alert                               | {}           | ''     | must be JSON
            ["deny"]                            | {}           | ''     | must be an object
            """)
    void whatIsWrongIsNotLoggedAndTheRestIs(String annotation, String severities, String path, String what) {
        Logging logging = logging(annotation);

        assertThat(words(logging)).isEqualTo(severities);
        assertThat(logging.problems())
                .containsExactly(new Problem(
                        what.equals("unknown field") ? Problem.Reason.UNKNOWN_FIELD : Problem.Reason.INVALID,
                        PLACE + path,
                        what + "; what it asks for is not logged"));
    }

    /** What is wrong with logging changes nothing but that. */
    @ParameterizedTest
    @ValueSource(strings = {"{deny: alert}", "{\"deny\": \"loud\"}", "{\"deny\": \"alert\"}"})
    void verdictsDoNotDependOnIt(String annotation) {
        String version = "policy.networking.k8s.io/v1alpha2";
        Policy policy = policy(version, "ClusterNetworkPolicy", annotation);
        Policy without = policy(version, "ClusterNetworkPolicy", "");

        assertThat(policy).usingRecursiveComparison().ignoringFields("logging").isEqualTo(without);
        assertThat(namespace(annotated(annotation)).labels())
                .isEqualTo(namespace(Map.of()).labels());
    }

    @ParameterizedTest
    @CsvSource({
        "policy.terrace.dev/v1alpha1,DeveloperNetworkPolicy",
        "networking.k8s.io/v1,NetworkPolicy",
    })
    void onAPolicyInANamespaceItHasNoEffectAndThatIsSaid(String apiVersion, String kind) {
        Logging logging = policy(apiVersion, kind, "{\"deny\": \"alert\"}").logging();

        assertThat(logging.isOn()).isFalse();
        assertThat(logging.problems())
                .containsExactly(new Problem(
                        Problem.Reason.INVALID,
                        PLACE,
                        "belongs on the Namespace, for all policies in it; what it asks for is not logged"));
        assertThat(policy(apiVersion, kind, "").logging()).isEqualTo(Logging.NONE);
    }

    @Test
    void annotationsThatAreNoneDoNoHarm() {
        assertThat(namespace(Map.of("annotations", List.of("x"))).logging()).isEqualTo(Logging.NONE);
        assertThat(logging(Map.of("deny", "alert")).problems())
                .extracting(Problem::message)
                .containsExactly("must be a string; what it asks for is not logged");
        assertThat(logging(Map.of("deny", "alert")).of(Action.DENY)).isNull();
    }
}
