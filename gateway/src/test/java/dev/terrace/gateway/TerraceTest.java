package dev.terrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people get who give the command something wrong: one clear line, and the exit code that tells. */
final class TerraceTest {

    private static final String POD = """
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: web}, spec: {nodeName: a},
             status: {phase: Running, podIPs: [{ip: 10.0.0.1}]}}
            """;

    private static final String ICMP = """
            "protocol": "icmp", "from": {"pod": "shop/web"}, "to": {"ip": "10.0.0.2"}""";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A directory with one pod, which nothing is wrong with. */
    private Path objects;

    @BeforeEach
    void onePod() throws IOException {
        objects = Files.createDirectory(directory.resolve("objects"));
        Files.writeString(objects.resolve("pod.yaml"), POD);
    }

    private int terrace(String... arguments) {
        CommandLine commandLine = Terrace.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    private void refuses(int exitCode, String clue, String... arguments) {
        assertThat(terrace(arguments)).isEqualTo(exitCode);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("terrace: ")
                .contains(clue)
                .doesNotContain("Exception", "java.", "Json", "null", ":-1");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                            | terrace: Missing required subcommand; see terrace --help
                    translat                                | 'translat', did you mean translate or matrix or explain?; see terrace --help
                    --verbose                               | Unknown option: '--verbose'
                    translate                               | missing --objects DIR or --kube
                    translate --objects                     | Missing required parameter for option '--objects' (DIR)
                    translate --objects OK --objects OK     | '--objects' (DIR) should be specified only once
                    translate --objects OK more             | Unmatched argument at index 3: 'more'
                    translate --objects OK -o xml           | expected one of [text, json, nbctl] (case-insensitive) but was 'xml'
                    translate --objects OK --layout up      | layout "up" is not one of standalone, alongside
                    translate --objects OK --owner=         | the owner's name is empty
                    translate --objects OK --node=          | the node's name is empty
                    translate --objects DIR/none            | none: no such directory
                    translate --objects OK/pod.yaml         | pod.yaml: no such directory
                    translate --objects OK --config none    | none: no such file
                    translate --objects OK --config OK      | objects: no such file
                    verdict --objects OK                    | Missing required option: '--flows=FILE'
                    verdict --flows none                    | missing --objects DIR or --kube
                    verdict --objects OK --flows none       | none: no such file
                    verdict --objects OK --flows none --evaluator both | expected one of [reference, acl]
                    run                                     | missing --source, on the command line or in the configuration file
                    run --source dir:OK                     | missing --nb, on the command line or in the configuration file
                    run --nb tcp:localhost:1                | missing --source
                    run --source OK --nb tcp:localhost:1    | is neither dir:PATH nor kube
                    run --source dir: --nb tcp:localhost:1  | source "dir:" is neither dir:PATH nor kube
                    run --source dir:DIR/none --nb tcp:localhost:1 | none: no such directory
                    run --source dir:OK --nb tcp:localhost:1 --layout up | layout "up"
                    run --source dir:OK --nb tcp:localhost:1,       | not a Northbound endpoint: ""
                    run --source dir:OK --nb tcp:localhost:1 --listen 80      | not an address to listen at: "80" (expected HOST:PORT)
                    run --source dir:OK --nb tcp:localhost:1 --listen a:b     | not an address to listen at: "a:b"
                    run --source dir:OK --nb tcp:localhost:1 --listen ::1:80  | not an address to listen at: "::1:80"
                    run --source dir:OK --nb tcp:localhost:1 --listen :65536  | not an address to listen at: ":65536"
                    run --source dir:OK --nb ssl:localhost:1        | missing --private-key
                    run --source dir:OK --nb ssl:localhost:1 -p OK  | missing --certificate
                    run --source dir:OK --nb ssl:localhost:1 -p OK -c OK | missing --ca-cert
                    """)
    void wrongCommandLine(String arguments, String clue) {
        refuses(
                2,
                clue,
                arguments == null
                        ? new String[0]
                        : Stream.of(arguments.split(" "))
                                .map(word ->
                                        word.replace("OK", objects.toString()).replace("DIR", directory.toString()))
                                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "tcp:",
                "tcp:localhost:0",
                "tcp:localhost:65536",
                "tcp:a:b",
                "ssl:localhost:0",
                "unix:"
            })
    void wrongEndpoint(String nb) {
        refuses(
                2,
                "not a Northbound endpoint: \"" + nb + "\" (expected tcp:HOST:PORT, ssl:HOST:PORT or unix:PATH)",
                "run",
                "--source",
                "dir:" + objects,
                "--nb",
                nb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:localhost:1", "unix:/there/is/none", "tcp:none.invalid:6641"})
    void serverThatDoesNotAnswer(String nb) {
        refuses(
                1,
                "cannot reach the Northbound server at " + nb + ": ",
                "run",
                "--source",
                "dir:" + objects,
                "--nb",
                nb);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    layuot: standalone              | config.yaml: unknown key "layuot", known are acl-logging, anchor, context, hold-new-pods, kubeconfig, layout, listen, nb, node, owner, platform, self-check-seconds, source, status, tls
                    platform: {kubelet: true}       | config.yaml: platform: unknown key "kubelet", known are hairpin-addresses, kubelet-probes
                    platform: {kubelet-probes: so}  | config.yaml: platform.kubelet-probes: true or false is expected
                    acl-logging: {rate: 0}          | acl-logging.rate is 0, but must be 1 or more
                    platform: {hairpin-addresses: 10.0.0.1} | config.yaml: platform.hairpin-addresses: a list is expected
                    platform: {hairpin-addresses: [ten]}    | platform.hairpin-addresses: not an IP address: ten
                    platform: all                   | config.yaml: platform: keys with values are expected
                    layout: [standalone]            | config.yaml: layout: a text is expected
                    anchor: maybe                   | anchor "maybe" is not one of auto, on, off
                    - layout                        | config.yaml: keys with values are expected
                    layout                          | config.yaml: keys with values are expected
                    'owner: a\nowner: b'            | config.yaml:2: Duplicate Object property "owner"
                    'owner: a\n---\nowner: b'       | config.yaml:3: one document is expected, and more follows
                    'owner: [\n'                    | config.yaml:1: while parsing a flow node
                    owner: \u00ff                  | config.yaml: not UTF-8
                    owner: ''                       | the owner's name is empty
                    layout: up                      | layout "up" is not one of standalone, alongside
                    """)
    void wrongConfiguration(String yaml, String clue) throws IOException {
        Path file = written("config.yaml", yaml);
        refuses(2, clue, "translate", "--objects", objects.toString(), "--config", file.toString());
        err.getBuffer().setLength(0);
        refuses(2, clue, "run", "--source", "dir:" + objects, "--nb", "tcp:localhost:1", "--config", file.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bad.yaml | 'kind: [\n'                   | bad.yaml:2: expected the node content
                    bad.yaml | 'a: 1\na: 2'                  | bad.yaml:2: found duplicate key a
                    bad.yaml | \u00ff                       | bad.yaml: not UTF-8
                    bad.yaml | just words                    | bad.yaml:
                    bad.yaml | {apiVersion: v1, kind: Pod, metadata: {namespace: a}} | metadata.name: is required
                    bad.json | {"kind": "Pod",}              | bad.json:1:
                    bad.json | {"kind": [}                   | bad.json:1: Unexpected close marker '}': expected ']'
                    bad.json | {} {}                         | bad.json:1: one document is expected, and more follows
                    zzz.yaml | POD                           | zzz.yaml: Pod shop/web is already in
                    """)
    void wrongManifest(String file, String text, String clue) throws IOException {
        Files.write(objects.resolve(file), bytes(text.replace("POD", POD)));
        refuses(2, clue, "translate", "--objects", objects.toString());
        err.getBuffer().setLength(0);
        refuses(
                2,
                clue,
                "verdict",
                "--objects",
                objects.toString(),
                "--flows",
                written("f", "[]").toString());
        err.getBuffer().setLength(0);
        refuses(2, clue, "run", "--source", "dir:" + objects, "--nb", "tcp:localhost:1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                  | a JSON array of flows is expected
                    {}                                  | a JSON array of flows is expected
                    [{]                                 | flows.json:1: Unexpected close marker ']': expected '}'
                    [] []                               | flows.json:1:
                    [1]                                 | [0]: a flow is an object
                    [{"id": 1, "id": 2}]                | flows.json:1: Duplicate Object property "id"
                    [{"id": 1, "form": {}}]             | [0]: unknown key "form", known are from, id, port, protocol, to
                    [{"protocol": "tcp"}]               | [0].id: a string or a number is needed
                    [{"id": 1}]                         | [0].protocol: one of tcp, udp, sctp, icmp is needed
                    [{"id": 1, "protocol": "TPC"}]      | [0].protocol: one of tcp, udp, sctp, icmp is needed
                    [{"id": 1, "protocol": "icmp"}]     | [0].from: exactly one of "pod", "ip", "node" is needed
                    [{FROM}]                            | [0].to: exactly one of "pod", "ip", "node" is needed
                    [{FROM, "to": {}}]                  | [0].to: exactly one of "pod", "ip", "node" is needed
                    [{FROM, "to": {"ip": "::1", "node": "a"}}] | [0].to: exactly one of "pod", "ip", "node" is needed
                    [{FROM, "to": {"host": "a"}}]       | [0].to: unknown key "host", known are pod, ip, node
                    [{FROM, "to": {"pod": "web"}}]      | [0].to.pod: namespace/name is needed
                    [{FROM, "to": {"pod": 5}}]          | [0].to.pod: namespace/name is needed
                    [{FROM, "to": {"ip": "10.0.0"}}]    | [0].to.ip: not an IP address: 10.0.0
                    [{FROM, "to": {"node": ""}}]        | [0].to.node: the name of a node is needed
                    [{FROM, "to": {"ip": "10.0.0.2"}}]  | [0].port: a port of 1..65535 is needed
                    [{FROM, "to": {"ip": "10.0.0.2"}, "port": 0}]     | [0].port: a port of 1..65535 is needed
                    [{FROM, "to": {"ip": "10.0.0.2"}, "port": 65536}] | [0].port: a port of 1..65535 is needed
                    [{FROM, "to": {"ip": "10.0.0.2"}, "port": "80"}]  | [0].port: a port of 1..65535 is needed
                    [{PING, "port": 80}]                | [0].port: icmp has no port
                    [{PING, "port": "0"}]               | [0].port: icmp has no port
                    [{PING}, {PING}]                    | [1].id: a second flow with the id 1
                    [{PING}, {"id": "1", ANY}]          | [1].id: a second flow with the id 1
                    """)
    void wrongFlows(String json, String clue) throws IOException {
        Path flows = written(
                "flows.json",
                json.replace("FROM", "\"id\": 1, \"protocol\": \"tcp\", \"from\": {\"pod\": \"shop/web\"}")
                        .replace("PING", "\"id\": 1, ANY")
                        .replace("ANY", ICMP));
        refuses(2, clue, "verdict", "--objects", objects.toString(), "--flows", flows.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "pod, shop/none, flow x: no pod shop/none",
        "node, none, flow x: no node none",
        "ip, fd00::1, flow x: ",
    })
    void flowWithoutAVerdict(String key, String value, String clue) throws IOException {
        Path flows = written("flows.json", """
                [{"id": "x", "from": {"pod": "shop/web"}, "to": {"%s": "%s"}, "protocol": "tcp", "port": 80}]
                """.formatted(key, value));
        refuses(1, clue, "verdict", "--objects", objects.toString(), "--flows", flows.toString());
    }

    @Test
    void icmpThatSpellsOutThatItHasNoPortIsJudged() throws IOException {
        Path flows = written(
                "flows.json",
                "[{\"id\": 1, ICMP}, {\"id\": 2, \"port\": null, ICMP}, {\"id\": 3, \"port\": 0, ICMP}]"
                        .replace("ICMP", ICMP));
        assertThat(terrace("verdict", "--objects", objects.toString(), "--flows", flows.toString()))
                .isEqualTo(0);
        assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.contains("ALLOW"));
    }

    @Test
    void policiesOfEqualPriorityThatDisagreeAreBothWarnedOf() throws IOException {
        String policy = """
                {apiVersion: policy.terrace.dev/v1alpha1, kind: DeveloperNetworkPolicy, metadata: {namespace: shop, name: NAME},
                 spec: {priority: 5, subject: {pods: {podSelector: {}}}, egress: [{action: ACTION, to: [{wellKnown: All}]}]}}
                """;
        Files.writeString(objects.resolve("a.yaml"), policy.replace("NAME", "a").replace("ACTION", "Accept"));
        Files.writeString(objects.resolve("b.yaml"), policy.replace("NAME", "b").replace("ACTION", "Deny"));
        Files.writeString(
                objects.resolve("c.yaml"),
                policy.replace("NAME", "c").replace("ACTION", "Deny").replace("priority: 5", "priority: 6"));

        assertThat(terrace("translate", "--objects", objects.toString(), "-o", "json"))
                .isEqualTo(0);
        assertThat(err.toString().lines())
                .hasSize(2)
                .anyMatch(
                        line -> line.startsWith(
                                "terrace: warning: dnp/shop/a: spec.egress[0]: has the priority of dnp/shop/b, 5, and says Accept"))
                .anyMatch(
                        line -> line.startsWith(
                                "terrace: warning: dnp/shop/b: spec.egress[0]: has the priority of dnp/shop/a, 5, and says Deny"));
        JsonNode policies = JsonMapper.shared().readTree(out.toString()).get("policies");
        assertThat(policies).hasSize(3);
        for (int i = 0; i < 2; i++) {
            assertThat(policies.get(i).get("conditions").get(1))
                    .hasToString("{\"type\":\"PriorityConflict\",\"status\":\"True\",\"reason\":\"EqualPriority\"}");
            assertThat(policies.get(i).get("contradictions").get(0).get("path").stringValue())
                    .isEqualTo("spec.egress[0]");
        }
        assertThat(policies.get(2).get("conditions")).hasSize(1);
        assertThat(policies.get(2).has("contradictions")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "translate --help", "verdict --help"})
    void helpSaysTheExitCodes(String arguments) {
        assertThat(terrace(arguments.split(" "))).isEqualTo(0);
        assertThat(out.toString()).containsPattern("(?s)Exit codes:\n  0   .*\n  2   ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "translate --help", "verdict --help", "--version"})
    void helpFitsTheTerminal(String arguments) {
        assertThat(terrace(arguments.split(" "))).isEqualTo(0);
        assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void podWithoutPoliciesHasTheAnchorOnly() {
        assertThat(terrace("translate", "--objects", objects.toString())).isEqualTo(0);
        assertThat(out.toString()).contains("ACLs (4)", "Platform:anchor", "Port groups (1)", "Address sets (0)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void nodeWithoutThePodHasNoRows() {
        assertThat(terrace("translate", "--objects", objects.toString(), "--node", "elsewhere"))
                .isEqualTo(0);
        assertThat(out.toString()).contains("ACLs (0)", "Port groups (0)");
    }

    private Path written(String name, String text) throws IOException {
        return Files.write(directory.resolve(name), bytes(text));
    }

    /** The text in a charset in which no character but those of ASCII is UTF-8. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void clusterThatDoesNotAnswerIsOneLine(@TempDir Path directory) throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: me, user: {token: secret}}]
                """);
        assertThat(terrace("run", "--source", "kube", "--kubeconfig", kubeconfig.toString(), "--nb", "tcp:127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("http://127.0.0.1:1")
                .doesNotContain("secret");
    }

    @Test
    void kubeconfigThatIsNotThereIsOneLine(@TempDir Path directory) {
        String none = directory.resolve("none").toString();
        assertThat(terrace("run", "--source", "kube", "--kubeconfig", none, "--nb", "tcp:127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(none);
    }

    @Test
    void sourceOfAnotherKindIsWrongInput() {
        assertThat(terrace("run", "--source", "kubernetes", "--nb", "tcp:127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("dir:PATH").contains("kube");
    }
}
