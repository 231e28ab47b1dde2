package dev.terrace.gateway.cli;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.explain.CarryingRows;
import dev.terrace.core.explain.FlowExplainer;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.flow.FlowText;
import dev.terrace.gateway.flow.FlowText.Destination;
import dev.terrace.gateway.flow.FlowText.PortText;
import dev.terrace.gateway.flow.FlowText.Target;
import dev.terrace.gateway.report.ExplainedFlow;
import dev.terrace.gateway.report.ExplanationJson;
import dev.terrace.gateway.report.ExplanationText;
import dev.terrace.k8s.service.Endpoint;
import dev.terrace.ovn.NorthboundException;
import dev.terrace.ovn.NorthboundLookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code terrace explain flow}: why a connection may be opened or not. */
@Command(
        name = "flow",
        description = "Says whether a connection may be opened, who decides, and what would turn the verdict.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "FROM is namespace/pod, an IP address, or node:NAME. TO is the same or svc:NAMESPACE/NAME, and a port:",
            "  terrace explain flow --objects DIR b/y a/x:80/tcp",
            "  terrace explain flow --objects DIR node:n1 [fd00:1::1]:53/udp",
            "  terrace explain flow --objects DIR b/y a/x:icmp",
            "A Service, or the address of one, stands for its endpoints; each is explained.",
            "With --nb, the rows are looked up there and have their UUIDs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was explained, whatever the verdict",
            "1:there is no such flow",
            "2:the input or the command line is wrong"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class ExplainFlowCommand extends AnsweringCommand {

    @Parameters(index = "0", paramLabel = "FROM", description = "who opens the connection")
    private String from;

    @Parameters(index = "1", paramLabel = "TO:PORT[/PROTOCOL]", description = "whom it is opened to")
    private String to;

    @Mixin
    private NorthboundOptions northbound;

    @Override
    public Integer call() {
        FlowEnd opener = FlowText.source(from);
        Target target = FlowText.target(to);
        ClusterOptions.Cluster cluster = source.read(err(), options);
        List<ExplainedFlow> explained = explain(questions(opener, target, cluster), cluster);
        answer.print(
                out(),
                ink -> explained.stream()
                        .map(flow -> ExplanationText.of(flow, ink))
                        .collect(Collectors.joining("\n")),
                () -> ExplanationJson.of(explained));
        return 0;
    }

    /** A flow to explain, and the Service that led to it. */
    private record Question(Flow flow, @Nullable ServiceKey service) {}

    private List<Question> questions(FlowEnd from, Target target, ClusterOptions.Cluster cluster) {
        PortText traffic = target.traffic();
        ServiceKey service = switch (target.end()) {
            case Destination.Behind(ServiceKey named) -> named;
            case Destination.Of(FlowEnd.Address(var address)) ->
                cluster.services().at(address);
            case Destination.Of(var _) -> null;
        };
        if (service == null) {
            return switch (target.end()) {
                case Destination.Of(FlowEnd end) ->
                    List.of(new Question(new Flow(from, end, traffic.protocol(), traffic.port()), null));
                case Destination.Behind _ -> throw new IllegalStateException();
            };
        }
        List<Question> questions = new ArrayList<>();
        for (Endpoint endpoint : cluster.services().endpoints(service, traffic.protocol(), traffic.port())) {
            Flow flow = new Flow(from, new FlowEnd.Address(endpoint.address()), traffic.protocol(), endpoint.port());
            if (FlowResolution.of(flow, cluster.facts()) instanceof FlowResolution.Resolved(Connection connection)) {
                questions.add(new Question(connection.isHairpin() ? toItself(flow, connection) : flow, service));
            }
        }
        if (questions.isEmpty()) {
            String name = "Service " + service.namespace() + "/" + service.name();
            throw Failure.ofWork(
                    cluster.services().knows(service)
                            ? name + " has no endpoint for " + traffic + " that can be reached from there"
                            : "no " + name,
                    null);
        }
        return questions;
    }

    /** The flow as it comes back to the pod, from the address that OVN puts in, if that is known. */
    private Flow toItself(Flow flow, Connection connection) {
        return options.platform().hairpinAddresses().stream()
                .filter(address -> address.family() == connection.source().family())
                .min(Comparator.naturalOrder())
                .map(address -> new Flow(new FlowEnd.Address(address), flow.to(), flow.protocol(), flow.port()))
                .orElse(flow);
    }

    private List<ExplainedFlow> explain(List<Question> questions, ClusterOptions.Cluster cluster) {
        FlowExplainer explainer = new FlowExplainer(options.world(cluster.facts()));
        FullTranslator translator = options.translator();
        List<ExplainedFlow> explained = new ArrayList<>();
        for (Question question : questions) {
            switch (FlowResolution.of(question.flow(), cluster.facts())) {
                case FlowResolution.Resolved(Connection connection) -> {
                    CarryingRows rows = CarryingRows.of(connection, cluster.facts(), translator);
                    explained.add(
                            new ExplainedFlow(explainer.explain(connection), rows, uuids(rows), question.service()));
                }
                case FlowResolution.Unresolved(String reason) -> throw Failure.ofWork(reason, null);
            }
        }
        return explained;
    }

    /** The UUIDs of the rows by their ids; null where no database was named. */
    private @Nullable Map<String, UUID> uuids(CarryingRows rows) {
        if (!northbound.given()) {
            return null;
        }
        try {
            return NorthboundLookup.acls(
                    northbound.settings(options), rows.all().map(AclRow::id).toList());
        } catch (NorthboundException e) {
            throw Failure.ofWork(String.valueOf(e.getMessage()), e);
        }
    }
}
