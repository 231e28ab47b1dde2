package dev.terrace.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PolicyStatusTest {

    private static final PolicyKey KEY = new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "shop", "p");
    private static final long SINCE = 100;

    private static Policy policy(Problem... problems) {
        return new Policy(
                KEY,
                "uid",
                3,
                Stage.DEVELOPER,
                1,
                PodSelection.in("shop", LabelSelector.EVERYTHING),
                List.of(),
                List.of(),
                Set.of(),
                List.of(problems));
    }

    private static ZoneReport zone(String name, long upTo) {
        return new ZoneReport(name, new Programmed(Map.of(KEY.kind(), upTo), Map.of()), false);
    }

    private static ZoneReport silent(String name) {
        return new ZoneReport(name, zone(name, SINCE).programmed(), true);
    }

    private static ZoneReport failing(String name, Failure failure) {
        return new ZoneReport(name, new Programmed(Map.of(KEY.kind(), SINCE), Map.of(KEY, failure)), false);
    }

    private static PolicyStatus of(Policy policy, ZoneReport... zones) {
        return PolicyStatus.of(policy, SINCE, Remarks.NONE, List.of(zones), List.of());
    }

    private static String words(Condition condition) {
        return condition.holds() + " " + condition.reason() + ": " + condition.message();
    }

    @Test
    void isProgrammedWhereTheDatabaseIsAsFarAsThePolicy() {
        PolicyStatus status = of(policy(), zone("a", SINCE));
        assertThat(words(status.accepted())).isEqualTo("true Valid: All of the policy is understood.");
        assertThat(words(status.programmed()))
                .isEqualTo("true Programmed: All rows of the policy are in the Northbound database.");
        assertThat(status.warnings()).isEmpty();
        assertThat(status.generation()).isEqualTo(3);
    }

    @Test
    void isPendingWhereTheDatabaseIsBehindAndWhereNobodyTells() {
        assertThat(words(of(policy(), zone("a", SINCE - 1)).programmed()))
                .isEqualTo("false Pending: The rows of the policy are being written.");
        ZoneReport ofAnotherKind =
                new ZoneReport("a", new Programmed(Map.of(PolicyKind.NETWORK_POLICY, 1_000L), Map.of()), false);
        assertThat(of(policy(), ofAnotherKind).programmed().reason()).isEqualTo("Pending");
        assertThat(words(PolicyStatus.of(policy(), SINCE, Remarks.NONE, List.of(), List.of("we may not list pods"))
                        .programmed()))
                .isEqualTo("false Pending: No gateway has told yet what its Northbound database holds.\n"
                        + "we may not list pods");
    }

    @Test
    void zonesAreFolded() {
        assertThat(words(of(policy(), zone("a", SINCE), zone("b", SINCE + 7)).programmed()))
                .isEqualTo("true Programmed: All 2 zones have all rows of the policy.");
        assertThat(words(of(policy(), zone("a", SINCE), zone("b", SINCE - 1)).programmed()))
                .isEqualTo("false Pending: 1 of 2 zones have all rows of the policy.\n"
                        + "The rows are being written in zone b.");
        PolicyStatus withoutOne = of(policy(), silent("b"), zone("a", SINCE), zone("c", SINCE - 1));
        assertThat(words(withoutOne.programmed()))
                .isEqualTo(
                        "false PartiallyProgrammed: 1 of 3 zones have all rows of the policy.\n"
                                + "Nothing is heard of the gateway of zone b: the rows there stay as they were, whatever changes.");
        assertThat(withoutOne.warnings())
                .as("it is the gateway's trouble, not the policy's")
                .isEmpty();
        ZoneReport[] many = new ZoneReport[8];
        for (int i = 0; i < many.length; i++) {
            many[i] = zone("n" + i, 0);
        }
        assertThat(of(policy(), many).programmed().message())
                .contains("0 of 8 zones")
                .contains("in zones n0, n1, n2, n3, n4 and 3 more.");
    }

    @Test
    void exhaustedPolicyHasFailedAndSaysSo() {
        PolicyStatus status = of(policy(), failing("a", new Failure.Exhausted()));
        String message = "No priority is left for the policy in its tier, so it has no rows.";
        assertThat(words(status.programmed())).isEqualTo("false Failed: " + message);
        assertThat(status.warnings()).containsExactly(new PolicyStatus.Warning("Failed", message));
    }

    @Test
    void rejectedRowsAreSaidInTheServersWords() {
        Failure rejected = new Failure.Rejected(List.of("ACL x: constraint violation"));
        PolicyStatus status = of(policy(), failing("a", rejected), zone("b", SINCE), failing("c", rejected));
        assertThat(words(status.programmed()).lines())
                .containsExactly(
                        "false PartiallyProgrammed: 1 of 3 zones have all rows of the policy.",
                        "The database does not take a row of the policy: ACL x: constraint violation",
                        "So it is in zones a, c.");
        assertThat(status.warnings()).extracting(PolicyStatus.Warning::reason).containsExactly("PartiallyProgrammed");
    }

    @Test
    void whatItsAuthorCanMendComesFirst() {
        PolicyStatus status = of(
                policy(
                        new Problem(Problem.Reason.UNSUPPORTED, "spec.egress[0].to[0].domainNames", "not implemented"),
                        new Problem(Problem.Reason.INVALID, "spec.priority", "is required")),
                zone("a", SINCE));
        assertThat(words(status.accepted()))
                .isEqualTo(
                        "false Invalid: spec.egress[0].to[0].domainNames: not implemented\nspec.priority: is required");
        assertThat(status.warnings())
                .containsExactly(
                        new PolicyStatus.Warning("Invalid", status.accepted().message()));
        assertThat(status.programmed().holds())
                .as("what fails closed has its rows as well")
                .isTrue();
    }

    @Test
    void overlappingPolicyIsAcceptedAndWarned() {
        PolicyStatus status = PolicyStatus.of(
                policy(),
                SINCE,
                new Remarks(
                        Map.of(KEY, List.of("spec.ingress[0]: has the priority of dnp/shop/q")), Map.of(), Map.of()),
                List.of(),
                List.of());
        assertThat(status.accepted().holds()).isTrue();
        assertThat(status.conditions())
                .extracting(PolicyStatusTest::words)
                .contains("true EqualPriority: spec.ingress[0]: has the priority of dnp/shop/q");
        assertThat(status.warnings())
                .containsExactly(
                        new PolicyStatus.Warning("EqualPriority", "spec.ingress[0]: has the priority of dnp/shop/q"));
    }

    @Test
    void policyThatIsNotLoggedAsAskedIsAcceptedAndWarned() {
        PolicyStatus status = PolicyStatus.of(
                policy(),
                SINCE,
                new Remarks(Map.of(), Map.of(KEY, List.of("metadata.annotations: must be JSON")), Map.of()),
                List.of(zone("a", SINCE)),
                List.of());
        assertThat(status.accepted().holds()).isTrue();
        assertThat(status.programmed().holds()).isTrue();
        assertThat(status.warnings())
                .containsExactly(new PolicyStatus.Warning("NotLogged", "metadata.annotations: must be JSON"));
    }

    @Test
    void policyThatLeavesPodsAloneSaysWhich() {
        PolicyStatus status = PolicyStatus.of(
                policy(),
                SINCE,
                new Remarks(Map.of(), Map.of(), Map.of(KEY, "It does nothing for one pod.")),
                List.of(zone("a", SINCE)),
                List.of());
        assertThat(status.programmed().holds()).isTrue();
        assertThat(status.conditions())
                .extracting(condition -> condition.type().word())
                .containsExactly("Accepted", "Programmed", "PodsLeftOut");
        assertThat(words(status.conditions().getLast()))
                .isEqualTo("true UserDefinedNetwork: It does nothing for one pod.");
        assertThat(status.warnings())
                .containsExactly(new PolicyStatus.Warning("UserDefinedNetwork", "It does nothing for one pod."));
    }

    @Test
    void messageIsNoLongerThanTheApiTakes() {
        Condition condition = new Condition(Condition.Type.ACCEPTED, false, "Invalid", "x".repeat(40_000));
        assertThat(condition.message()).hasSize(Condition.MAX_MESSAGE_LENGTH).endsWith("...");
    }
}
