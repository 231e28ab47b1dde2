package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.resource;
import static dev.terrace.gateway.cli.Shell.terrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.k8s.server.ApiServerProcess;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The commands that answer questions, asked about a cluster at its API server: a real one, without any CRD. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeTest {

    private final ApiServerProcess server = ApiServerProcess.start("cli");

    KubeTest() {
        server.admin().apply(Path.of(resource("kube/cluster.yaml")));
        server.admin().apply(Path.of(resource("kube/pods.yaml")));
        server.admin().applyStatus(Path.of(resource("kube/pods.yaml")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Shell kube(String... words) {
        return terrace(Stream.concat(
                        Stream.of(words),
                        Stream.of("--kube", "--kubeconfig=" + server.admin().kubeconfig()))
                .toArray(String[]::new));
    }

    @Test
    void flowIsExplained() {
        assertThat(kube("explain", "flow", "b/client", "a/x:8080").out())
                .startsWith("DROP  b/client (10.244.2.1) -> a/x (10.244.1.1), 8080/tcp")
                .contains("[NetworkPolicy] DROP (isolated by np/a/default-deny)");
        assertThat(kube("explain", "flow", "b/client", "10.96.0.10:80").out())
                .contains("(an endpoint of svc:a/web)")
                .startsWith("DROP");
    }

    @Test
    void filesTakeThePlaceOfWhatTheClusterHas() {
        Shell both = kube("explain", "flow", "b/client", "a/x:8080", "--objects=" + resource("kube/files"));
        assertThat(both.out()).startsWith("ALLOW").contains("np/a/default-deny rule 0");
    }

    @Test
    void everyQuestionCanBeAskedOfIt() {
        assertThat(kube("explain", "pod", "a/x").out()).contains("np/a/default-deny");
        assertThat(kube("explain", "policy", "np", "a/default-deny").out()).contains("1 pod, a/x");
        assertThat(kube("matrix", "--port=8080/tcp", "-o=csv").out()).contains("b,a,8080/tcp,DROP,1,0");
        assertThat(kube("lint", "-o=json").exitCode()).isZero();
        assertThat(kube("translate").out()).contains("NP:a:default-deny:Ingress:isolation");
        Shell diff = kube("diff", "-f", resource("kube/files"));
        assertThat(diff.exitCode()).isEqualTo(2);
        assertThat(diff.out()).contains("ALLOW");
    }

    @Test
    void serverThatDoesNotAnswerIsOneLine() {
        Shell said = terrace("lint", "--kube", "--kubeconfig=none");
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).isEqualTo("terrace: none: no such file\n");
    }
}
