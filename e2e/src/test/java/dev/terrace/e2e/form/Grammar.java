package dev.terrace.e2e.form;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.Requirement;
import dev.terrace.e2e.form.Sighting.Place;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** What each kind of policy can say, by its API, and so what there must be packets for. */
final class Grammar {

    private static final Set<Protocol> TRANSPORTS = EnumSet.complementOf(EnumSet.of(Protocol.ICMP));

    private Grammar() {}

    /** Every sighting that the tables must have. */
    static Stream<Sighting> sightings() {
        return Place.all()
                .flatMap(place -> Arrays.stream(IpFamily.values())
                        .flatMap(family -> Stream.concat(
                                matching(place).map(form -> new Sighting(place, family, form, true)),
                                failing(place).map(form -> new Sighting(place, family, form, false)))));
    }

    /** Every form of a place. */
    static Stream<Form> forms(Place place) {
        return Stream.concat(matching(place), failing(place));
    }

    private static Stream<Form> matching(Place place) {
        return Stream.of(
                        actions(place),
                        peers(place).stream().map(Form.Whom::new),
                        operators(),
                        shapes(place).stream()
                                .flatMap(shape -> TRANSPORTS.stream().map(protocol -> new Form.What(shape, protocol))),
                        Stream.of(new Form.What(PortShape.NO_PORTS, Protocol.ICMP)))
                .flatMap(forms -> forms);
    }

    /** What can also be why a rule does not match. */
    private static Stream<Form> failing(Place place) {
        Set<PortShape> numbered = shapes(place);
        numbered.remove(PortShape.NO_PORTS);
        return Stream.of(
                        peers(place).stream()
                                .filter(peer -> peer != PeerForm.ANYONE)
                                .map(Form.Whom::new),
                        operators(),
                        numbered.stream().map(shape -> new Form.What(shape, Protocol.ICMP)),
                        numbered.stream()
                                .filter(shape -> shape != PortShape.WHOLE_PROTOCOL)
                                .flatMap(shape -> TRANSPORTS.stream().map(protocol -> new Form.What(shape, protocol))))
                .flatMap(forms -> forms);
    }

    private static Stream<Form> actions(Place place) {
        Form accept = new Form.Does(Action.ACCEPT, true);
        Form deny = new Form.Does(Action.DENY, false);
        Form passOn = new Form.Does(Action.PASS, true);
        return switch (place.kind()) {
            case NETWORK_POLICY -> Stream.of(accept);
            case BASELINE_ADMIN_NETWORK_POLICY -> Stream.of(accept, deny);
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY ->
                place.stage() == Stage.BASELINE
                        ? Stream.of(accept, deny, passOn)
                        : Stream.of(accept, deny, passOn, new Form.Does(Action.PASS, false));
        };
    }

    private static Set<PeerForm> peers(Place place) {
        boolean ingress = place.direction() == Direction.INGRESS;
        return switch (place.kind()) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY ->
                ingress
                        ? EnumSet.of(PeerForm.PODS_OF_NAMESPACES)
                        : EnumSet.of(PeerForm.PODS_OF_NAMESPACES, PeerForm.NETWORKS, PeerForm.NODES);
            case DEVELOPER_NETWORK_POLICY ->
                EnumSet.of(
                        PeerForm.ANYONE,
                        PeerForm.PODS_OF_ITS_NAMESPACE,
                        PeerForm.PODS_OF_NAMESPACES,
                        PeerForm.NETWORKS,
                        ingress ? PeerForm.KUBELET_PROBES : PeerForm.ENDPOINTS);
            case NETWORK_POLICY ->
                EnumSet.of(
                        PeerForm.ANYONE,
                        PeerForm.PODS_OF_ITS_NAMESPACE,
                        PeerForm.PODS_OF_NAMESPACES,
                        PeerForm.NETWORKS,
                        PeerForm.NETWORKS_WITH_HOLES);
        };
    }

    private static Stream<Form> operators() {
        return Arrays.stream(Requirement.Operator.values()).map(Form.Asks::new);
    }

    private static Set<PortShape> shapes(Place place) {
        return place.kind() == PolicyKind.NETWORK_POLICY
                ? EnumSet.allOf(PortShape.class)
                : EnumSet.complementOf(EnumSet.of(PortShape.WHOLE_PROTOCOL));
    }
}
