package dev.terrace.e2e.service;

import static dev.terrace.e2e.node.Seen.Outcome.ALLOW;
import static dev.terrace.e2e.node.Seen.Outcome.DROP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.Listener;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.node.Probe;
import dev.terrace.e2e.node.Seen;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Service whose only endpoint is the pod {@code shop/web}, asked for by the pod itself, by another on the same switch
 * and by one behind the router, under policies of each end ({@code docs/facts.md}, "Services"). What a packet does is
 * also what the evaluator and the ACLs say of the connection that comes out of the load balancer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServiceTest {

    private static final String OWNER = "service";
    private static final PodKey WEB = new PodKey("shop", "web");

    private static final int PORT = 80;
    private static final int TARGET = 8080;

    /** Where the Service is, and as whom OVN sends a pod's packets back to itself: as OVN-Kubernetes has it. */
    private static final Map<IpFamily, IpAddress> VIPS =
            Map.of(IpFamily.IPV4, IpAddress.parse("10.96.0.10"), IpFamily.IPV6, IpAddress.parse("fd98::10"));

    private static final Map<IpFamily, IpAddress> HAIRPIN =
            Map.of(IpFamily.IPV4, IpAddress.parse("169.254.0.5"), IpFamily.IPV6, IpAddress.parse("fd69::5"));

    private static final String CLUSTER = """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: post}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: web, labels: {app: web}},
             status: {podIPs: [{ip: 10.244.1.1}, {ip: 'fd00:1::1'}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: client, labels: {app: client}},
             status: {podIPs: [{ip: 10.244.1.2}, {ip: 'fd00:1::2'}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {namespace: post, name: far, labels: {app: far}},
             status: {podIPs: [{ip: 10.244.2.1}, {ip: 'fd00:2::1'}]}}
            """;

    private static final String LOAD_BALANCERS = """
            set -e
            for protocol in tcp udp; do
              for family in 4 6; do
                vip=10.96.0.10:80 backend=10.244.1.1:8080 hairpin=169.254.0.5
                [ $family = 4 ] || { vip='[fd98::10]:80' backend='[fd00:1::1]:8080' hairpin=fd69::5; }
                name=web-$protocol-$family
                ovn-nbctl lb-add $name "$vip" "$backend" $protocol
                ovn-nbctl set Load_Balancer $name options:hairpin_snat_ip="\\"$hairpin\\""
                ovn-nbctl ls-lb-add shop $name -- ls-lb-add post $name
              done
            done
            """;

    private final OvnNode node = OvnNode.start();
    private final NorthboundWriter writer = new NorthboundWriter(
            WriterSettings.of(Endpoint.parseAll(node.northbound()), OWNER).withMassDelete(true), WriterListener.NONE);

    @TempDir
    private static Path manifests;

    @BeforeAll
    void begin() throws Exception {
        Files.writeString(manifests.resolve("cluster.yaml"), CLUSTER);
        node.create(facts().pods().values().stream().map(ServiceTest::host).toList());
        node.serve(Stream.of(Protocol.TCP, Protocol.UDP)
                .map(protocol -> new Listener("shop_web", protocol, TARGET))
                .toList());
        node.script(LOAD_BALANCERS);
        writer.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @AfterAll
    void end() {
        writer.close();
        node.close();
    }

    private static Host host(PodFact pod) {
        return new Host(
                pod.key().namespace(),
                pod.key().name(),
                pod.key().namespace(),
                pod.addresses().getFirst().toString(),
                pod.addresses().getLast().toString(),
                null);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # who    | side    | its rules                                                       | web   | client | far
            web      | ingress |                                                                 | ALLOW | ALLOW  | ALLOW
            web      | ingress | DENY                                                            | DROP  | DROP   | DROP
            web      | ingress | {action: Accept, from: [{localPods: {podSelector: {}}}]} DENY    | DROP  | ALLOW  | DROP
            web      | ingress | {action: Accept, from: [{networks: [169.254.0.5/32, 'fd69::5/128']}]} DENY | ALLOW | DROP | DROP
            web      | ingress | {action: Accept, from: [{wellKnown: All}], protocols: [TARGET]} DENY | ALLOW | ALLOW | ALLOW
            web      | ingress | {action: Accept, from: [{wellKnown: All}], protocols: [PORT]} DENY | DROP | DROP   | DROP
            web      | egress  | DENY                                                            | ALLOW | ALLOW  | ALLOW
            client   | egress  | DENY                                                            | ALLOW | DROP   | ALLOW
            client   | egress  | {action: Accept, to: [{localPods: {podSelector: {matchLabels: {app: web}}}}], protocols: [TARGET]} DENY | ALLOW | ALLOW | ALLOW
            client   | egress  | {action: Accept, to: [{localPods: {podSelector: {matchLabels: {app: web}}}}], protocols: [PORT]} DENY | ALLOW | DROP | ALLOW
            client   | egress  | {action: Accept, to: [{networks: [10.96.0.10/32, 'fd98::10/128']}]} DENY | ALLOW | DROP | ALLOW
            client   | egress  | {action: Deny, to: [{networks: [10.96.0.10/32, 'fd98::10/128']}]} | ALLOW | ALLOW | ALLOW
            """)
    void isJudgedByTheEndpoint(
            String who, String side, @Nullable String rules, Seen.Outcome web, Seen.Outcome client, Seen.Outcome far)
            throws Exception {
        Files.writeString(manifests.resolve("policy.yaml"), rules == null ? "" : policy(who, side, rules));
        judges(Platform.DEFAULT, web, client, far);
    }

    /** A pod that denies everybody reaches itself all the same where its address is configured; others do not. */
    @Test
    void reachesItselfWhereTheAddressIsKnown() throws Exception {
        Files.writeString(manifests.resolve("policy.yaml"), policy("web", "ingress", "DENY"));
        judges(new Platform(true, Set.copyOf(HAIRPIN.values())), ALLOW, DROP, DROP);
    }

    private void judges(Platform platform, Seen.Outcome web, Seen.Outcome client, Seen.Outcome far) throws Exception {
        ClusterFacts facts = facts();
        DesiredImage image = new FullTranslator(OWNER, TierLayout.STANDALONE, platform)
                .translate(facts)
                .image();
        assertThat(writer.desire(image).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Committed.class);
        node.sync();

        List<Probe> probes = new ArrayList<>();
        List<Seen.Outcome> expected = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        Map.of(WEB, web, new PodKey("shop", "client"), client, new PodKey("post", "far"), far)
                .forEach((from, outcome) -> {
                    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
                        VIPS.forEach((family, vip) -> {
                            probes.add(new Probe(from.namespace() + "_" + from.name(), vip, protocol, PORT));
                            expected.add(outcome);
                            connections.add(balanced(facts, from, family, protocol));
                        });
                    }
                });
        List<Seen> seen = node.probe(probes);
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, platform, TierLayout.STANDALONE.order());
        AclPipeline acls = new AclPipeline(image);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < probes.size(); i++) {
            all.assertThat(seen.get(i).outcome()).as("%s", probes.get(i)).isEqualTo(expected.get(i));
            boolean allowed = expected.get(i) == Seen.Outcome.ALLOW;
            all.assertThat(reference.judge(connections.get(i)).allows())
                    .as("evaluator: %s", connections.get(i))
                    .isEqualTo(allowed);
            all.assertThat(AclVerdict.of(acls, connections.get(i)).allows())
                    .as("ACLs: %s", connections.get(i))
                    .isEqualTo(allowed);
        }
        all.assertAll();
    }

    /** The connection as it is after load balancing; a pod that is sent back to itself is somebody else then. */
    private static Connection balanced(ClusterFacts facts, PodKey from, IpFamily family, Protocol protocol) {
        PodFact server = Objects.requireNonNull(facts.pods().get(WEB));
        PodFact pod = Objects.requireNonNull(facts.pods().get(from));
        return from.equals(WEB)
                ? new Connection(
                        Objects.requireNonNull(HAIRPIN.get(family)),
                        address(server, family),
                        null,
                        server,
                        protocol,
                        TARGET)
                : new Connection(address(pod, family), address(server, family), pod, server, protocol, TARGET);
    }

    private static IpAddress address(PodFact pod, IpFamily family) {
        return pod.addresses().stream()
                .filter(address -> address.family() == family)
                .findFirst()
                .orElseThrow();
    }

    private static String policy(String who, String side, String rules) {
        String deny = "{action: Deny, " + (side.equals("ingress") ? "from" : "to") + ": [{wellKnown: All}]}";
        return """
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: shop, name: tried}
                spec:
                  priority: 1
                  subject: {pods: {podSelector: {matchLabels: {app: %s}}}}
                  %s: [%s]
                """.formatted(
                        who,
                        side,
                        rules.replace("} DENY", "}, DENY")
                                .replace("DENY", deny)
                                .replace("TARGET", port(TARGET))
                                .replace("PORT", port(PORT)));
    }

    private static String port(int number) {
        return Stream.of("tcp", "udp")
                .map(protocol -> "{" + protocol + ": {destinationPort: {number: " + number + "}}}")
                .reduce((tcp, udp) -> tcp + ", " + udp)
                .orElseThrow();
    }

    private ClusterFacts facts() throws IOException, ManifestException {
        return ClusterFacts.of(ManifestDirectory.read(manifests));
    }
}
