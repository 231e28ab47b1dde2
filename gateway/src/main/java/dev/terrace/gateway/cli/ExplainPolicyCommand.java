package dev.terrace.gateway.cli;

import dev.terrace.core.explain.PolicyExplainer;
import dev.terrace.core.explain.PolicyExplanation;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.report.PolicyJson;
import dev.terrace.gateway.report.PolicyText;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code terrace explain policy}: what a policy does. */
@Command(
        name = "policy",
        description = "Says which pods a policy binds, and of each rule whether it decides anything.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "KIND is NetworkPolicy or np, ClusterNetworkPolicy or cnp, AdminNetworkPolicy or anp,",
            "BaselineAdminNetworkPolicy or banp, DeveloperNetworkPolicy or dnp."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class ExplainPolicyCommand extends AnsweringCommand {

    @Parameters(index = "0", paramLabel = "KIND", description = "its kind, or the short name")
    private String kind;

    @Parameters(index = "1", paramLabel = "[NAMESPACE/]NAME", description = "its name")
    private String name;

    @Override
    public Integer call() {
        PolicyKey key = key();
        World world = source.world(err(), options);
        Policy policy = world.facts().policies().get(key);
        if (policy == null) {
            throw Failure.ofWork("no policy " + key, null);
        }
        PolicyExplanation explanation = new PolicyExplainer(world, options.layout()::programs).explain(policy);
        answer.print(out(), ink -> PolicyText.of(explanation, ink), () -> PolicyJson.of(explanation));
        return 0;
    }

    private PolicyKey key() {
        PolicyKind known = Arrays.stream(PolicyKind.values())
                .filter(of ->
                        of.kind().equalsIgnoreCase(kind) || of.abbreviation().equalsIgnoreCase(kind))
                .findFirst()
                .orElseThrow(() -> Failure.ofInput(
                        "kind \"" + kind + "\" is not one of "
                                + Arrays.stream(PolicyKind.values())
                                        .map(PolicyKind::kind)
                                        .collect(Collectors.joining(", ")),
                        null));
        int slash = name.indexOf('/');
        boolean namespaced = isNamespaced(known);
        if (namespaced != slash > 0 || slash == name.length() - 1) {
            throw Failure.ofInput(
                    name + ": a " + known.kind() + " is named by " + (namespaced ? "namespace/name" : "name"), null);
        }
        return new PolicyKey(known, namespaced ? name.substring(0, slash) : "", name.substring(slash + 1));
    }

    private static boolean isNamespaced(PolicyKind kind) {
        return switch (kind) {
            case NETWORK_POLICY, DEVELOPER_NETWORK_POLICY -> true;
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> false;
        };
    }
}
