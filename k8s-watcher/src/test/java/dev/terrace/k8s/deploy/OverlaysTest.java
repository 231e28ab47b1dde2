package dev.terrace.k8s.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A real API server takes every way to deploy Terrace, and nothing in them asks for more than it needs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OverlaysTest {

    private static final Path OVERLAYS = Path.of("../deploy/overlays");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ApiServerProcess server = ApiServerProcess.start("overlays");
    private final Kubectl admin = server.admin();

    OverlaysTest() {
        // A dry run makes no namespace that the objects after it could be in.
        admin.run("apply", "--server-side", "--kustomize=../deploy/base");
        admin.run("wait", "--for=condition=Established", "crd", "--all");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"alongside, daemonset", "standalone, deployment"})
    void isTakenByARealServer(String overlay, String kind) {
        String words =
                admin.run("apply", "--server-side", "--dry-run=server", "--kustomize=" + OVERLAYS.resolve(overlay));
        assertThat(words.lines()).allMatch(line -> line.endsWith("serverside-applied (server dry run)"));
        assertThat(words).contains(kind + ".apps/terrace").contains("configmap/terrace-");
    }

    /** The pod of each, as a real server completes it. */
    private JsonNode pod(String overlay, String kind) {
        String objects = admin.run(
                "apply",
                "--server-side",
                "--dry-run=server",
                "--output=json",
                "--kustomize=" + OVERLAYS.resolve(overlay));
        for (JsonNode object : JSON.readTree(objects).get("items")) {
            if (object.path("kind").asString("").equals(kind)) {
                return object.at("/spec/template/spec");
            }
        }
        throw new AssertionError(objects);
    }

    private static void assertHasNoMoreThanItNeeds(JsonNode container) {
        JsonNode security = container.get("securityContext");
        assertThat(security.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.get("allowPrivilegeEscalation").asBoolean()).isFalse();
        assertThat(security.path("privileged").asBoolean(false)).isFalse();
        assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
        assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        for (String probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            assertThat(container.has(probe)).as(probe).isTrue();
        }
    }

    @Test
    void alongsideRunsOnEveryNodeAndReachesTheSocket() {
        JsonNode pod = pod("alongside", "DaemonSet");
        assertHasNoMoreThanItNeeds(pod.at("/containers/0"));
        assertThat(pod.get("priorityClassName").asString()).isEqualTo("system-node-critical");
        assertThat(pod.at("/tolerations/0/operator").asString()).isEqualTo("Exists");
        assertThat(pod.at("/volumes/1/hostPath/path").asString()).isEqualTo("/var/run/ovn");
        assertThat(pod.at("/containers/0/args").toString()).contains("\"--node\",\"$(NODE_NAME)\"");
    }

    /** The pods of the overlay are what the strictest of the Pod Security Standards lets in. */
    @Test
    void standaloneIsRestricted() {
        JsonNode pod = pod("standalone", "Deployment");
        assertHasNoMoreThanItNeeds(pod.at("/containers/0"));
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        admin.run("create", "namespace", "restricted");
        admin.run("label", "namespace", "restricted", "pod-security.kubernetes.io/enforce=restricted");
        admin.run("create", "serviceaccount", "terrace", "--namespace=restricted");
        ObjectNode restricted = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        restricted.putObject("metadata").put("name", "terrace").put("namespace", "restricted");
        restricted.set("spec", pod);
        admin.apply(JSON.writeValueAsString(restricted));
    }
}
