package dev.terrace.k8s.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may do what once {@code deploy/base} is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolesTest {

    private static final Path BASE = Path.of("../deploy/base");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ApiServerProcess server = ApiServerProcess.start("roles");
    private final Kubectl admin = server.admin();

    RolesTest() {
        admin.run("apply", "--kustomize=" + BASE);
        admin.run("wait", "--for=condition=Established", "crd", "--all");
        admin.run("create", "namespace", "shop");
        for (String role : List.of("view", "edit", "admin")) {
            aggregate(role);
            admin.run("create", "rolebinding", role, "--clusterrole=" + role, "--user=" + role, "--namespace=shop");
        }
    }

    /** Does what the controller of such roles does: gives one the rules of all that its selector finds. */
    private void aggregate(String role) {
        JsonNode labels = JSON.readTree(admin.run("get", "clusterrole", role, "--output=json"))
                .at("/aggregationRule/clusterRoleSelectors/0/matchLabels");
        String label = labels.propertyNames().iterator().next();
        List<JsonNode> rules = new ArrayList<>();
        JSON.readTree(admin.run("get", "clusterroles", "--selector=" + label + "=true", "--output=json"))
                .get("items")
                .forEach(found -> found.get("rules").forEach(rules::add));
        admin.run("patch", "clusterrole", role, "--type=merge", "--patch=" + JSON.writeValueAsString(rulesOf(rules)));
    }

    private static JsonNode rulesOf(List<JsonNode> rules) {
        return JSON.createObjectNode().set("rules", JSON.valueToTree(rules));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "view, get, yes",
        "view, watch, yes",
        "view, create, no",
        "edit, list, yes",
        "edit, create, no",
        "edit, patch, no",
        "edit, delete, no",
        "admin, get, yes",
        "admin, create, yes",
        "admin, update, yes",
        "admin, patch, yes",
        "admin, delete, yes",
        "admin, deletecollection, yes",
        "nobody, get, no",
    })
    void onlyAdministratorsOfANamespaceWriteItsPolicies(String user, String verb, String answer) {
        assertThat(mayDo(user, verb, "developernetworkpolicies", "--namespace=shop"))
                .isEqualTo(answer);
        assertThat(mayDo(user, verb, "developernetworkpolicies", "--namespace=default"))
                .isEqualTo("no");
        assertThat(mayDo(user, verb, "developernetworkpolicies", "--subresource=status", "--namespace=shop"))
                .as("its status")
                .isEqualTo("no");
    }

    private String mayDo(String user, String verb, String resource, String... options) {
        List<String> arguments = new ArrayList<>(List.of("auth", "can-i", verb, resource, "--as=" + user));
        arguments.addAll(List.of(options));
        return admin.attempt("", arguments.toArray(String[]::new)).out().strip();
    }

    @Test
    void terraceMayDoWhatItDoesAndNoMore() {
        Set<String> everywhere = mayDo("default");
        assertThat(everywhere)
                .containsExactlyInAnyOrder(
                        "adminnetworkpolicies.policy.networking.k8s.io [] [] [get list watch]",
                        "adminnetworkpolicies.policy.networking.k8s.io/status [] [] [patch]",
                        "baselineadminnetworkpolicies.policy.networking.k8s.io [] [] [get list watch]",
                        "baselineadminnetworkpolicies.policy.networking.k8s.io/status [] [] [patch]",
                        "clusternetworkpolicies.policy.networking.k8s.io [] [] [get list watch]",
                        "clusternetworkpolicies.policy.networking.k8s.io/status [] [] [patch]",
                        "developernetworkpolicies.policy.terrace.dev [] [] [get list watch]",
                        "developernetworkpolicies.policy.terrace.dev/status [] [] [patch]",
                        "endpointslices.discovery.k8s.io [] [] [list watch]",
                        "events [] [] [create]",
                        "namespaces [] [] [list watch]",
                        "networkpolicies.networking.k8s.io [] [] [get list watch]",
                        "nodes [] [] [get list watch]",
                        "pods [] [] [list watch]");
        Set<String> atHome = mayDo("terrace");
        atHome.removeAll(everywhere);
        assertThat(atHome).containsExactly("leases.coordination.k8s.io [] [] [get list watch create patch]");
    }

    /** What the service account of Terrace may do in a namespace, beyond what everybody may. */
    private Set<String> mayDo(String namespace) {
        Set<String> may = new TreeSet<>();
        server.serviceAccount("terrace", "terrace")
                .run("auth", "can-i", "--list", "--no-headers", "--namespace=" + namespace)
                .lines()
                .filter(line -> !line.contains("selfsubject") && !line.startsWith(" "))
                .map(line -> line.replaceAll("\\s+", " "))
                .forEach(may::add);
        return may;
    }
}
