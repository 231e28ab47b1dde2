package dev.terrace.gateway.cli;

import dev.terrace.core.explain.PodExplanation;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.flow.FlowText;
import dev.terrace.gateway.report.PodText;
import dev.terrace.gateway.report.PolicyJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code terrace explain pod}: what binds a pod. */
@Command(
        name = "pod",
        description = "Lists the policies that judge a pod, in the order in which they are asked.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class ExplainPodCommand extends AnsweringCommand {

    @Parameters(paramLabel = "NAMESPACE/NAME", description = "the pod")
    private String pod;

    @Override
    public Integer call() {
        PodKey key = FlowText.pod(pod);
        World world = source.world(err(), options);
        PodFact known = world.facts().pods().get(key);
        if (known == null) {
            throw Failure.ofWork("no pod " + key, null);
        }
        PodExplanation explanation = PodExplanation.of(known, world);
        answer.print(out(), ink -> PodText.of(explanation, ink), () -> PolicyJson.of(explanation));
        return 0;
    }
}
