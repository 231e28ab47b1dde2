package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.golden;
import static dev.terrace.gateway.cli.Shell.resource;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code terrace explain flow} says of a small cluster in which every stage has something to say. */
final class ExplainFlowTest {

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void everyStageIsWalked(String format) {
        Shell said = explain("b/y", "a/x:80/tcp", "-o", format);
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEqualTo(golden("explain-flow." + format));
    }

    @Test
    void serviceIsItsEndpointsWithTheirPort() {
        Shell byName = explain("b/y", "svc:a/web:80");
        assertThat(byName.out()).startsWith("DROP  b/y (10.244.2.1) -> a/x (10.244.1.1), 8080/tcp");
        assertThat(byName.out()).contains("svc:a/web");
        assertThat(explain("b/y", "10.96.0.10:80/tcp").out()).isEqualTo(byName.out());
        assertThat(explain("b/y", "svc:a/web:81").exitCode()).isEqualTo(1);
        assertThat(explain("b/y", "svc:a/none:80").err()).isEqualTo("terrace: no Service a/none\n");
    }

    @Test
    void developerPolicyThatOpensWhatIsIsolatedIsTold() {
        Shell said = explain("a/z", "a/x:80/tcp");
        assertThat(said.out())
                .startsWith("ALLOW")
                .contains("note: dnp/a/three opens on ingress what np/a/default-deny isolates");
    }

    @Test
    void hostNetworkPodComesFromTheOwnNode() {
        Shell said = explain("b/host", "a/x:80/tcp");
        assertThat(said.out())
                .startsWith("ALLOW")
                .contains("note: b/host lives in its node's network")
                .contains("note: it comes from the own node of a/x");
    }

    @Test
    void podThatTalksToItselfIsNotJudged() {
        assertThat(explain("a/x", "a/x:80/tcp").out())
                .startsWith("ALLOW")
                .contains("note: a/x talks to its own address");
    }

    @Test
    void colourOnlyWhereItIsAskedFor() {
        assertThat(explain("b/y", "a/x:80").out()).doesNotContain("\u001b");
        assertThat(explain("b/y", "a/x:80", "--color", "always").out()).startsWith("\u001b[31mDROP");
    }

    @Test
    void familiesAndProtocolsAreRead() {
        assertThat(explain("b/y", "[fd00:1::1]:9090/tcp").out())
                .startsWith("ALLOW  b/y (fd00:2::1) -> a/x (fd00:1::1), 9090/tcp");
        assertThat(explain("node:n1", "a/x:icmp").out()).startsWith("ALLOW  192.168.0.1 -> a/x (10.244.1.1), icmp");
        assertThat(explain("203.0.113.9", "a/x:53/udp").out()).contains("[Developer] DROP (dnp/a/two rule 0)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b/y | a/x | 2 | a port is missing",
                "b/y | a/x:0/tcp | 2 | a port is 1..65535",
                "b/y | a/x:tcp | 2 | needs a port",
                "b/y | a/x:80/icmp | 2 | has no ports",
                "b/y | a/x/z:80 | 2 | namespace/name is needed",
                "b/y | web:80 | 2 | neither",
                "svc:a/web | a/x:80 | 2 | opens no connections",
                "b/none | a/x:80 | 1 | no pod b/none",
                "b/y | [2001:db8::1]:80 | 0 | ''",
                "a/z | [2001:db8::1]:80 | 1 | no address family in common"
            })
    void whatIsWrongIsOneLine(String from, String to, int exitCode, String words) {
        Shell said = explain(from, to);
        assertThat(said.exitCode()).isEqualTo(exitCode);
        assertThat(said.err()).contains(words);
        assertThat(said.err().lines().count()).isEqualTo(exitCode == 0 ? 0 : 1);
    }

    private static Shell explain(String from, String to, String... more) {
        String[] arguments = new String[5 + more.length];
        arguments[0] = "explain";
        arguments[1] = "flow";
        arguments[2] = "--objects=" + resource("explain");
        arguments[3] = from;
        arguments[4] = to;
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Shell.terrace(arguments);
    }
}
