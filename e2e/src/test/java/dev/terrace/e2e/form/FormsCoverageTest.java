package dev.terrace.e2e.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.form.Sighting.Place;
import dev.terrace.k8s.manifest.ManifestException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of {@link FormsTest} leave out no form that a kind of policy can have. */
final class FormsCoverageTest {

    @Test
    void everyFormOfEveryKindIsSeenToMatchAndNotToMatchInBothFamilies() throws ManifestException {
        Set<Sighting> missing = Grammar.sightings().collect(Collectors.toCollection(LinkedHashSet::new));
        for (Example form : FormsTest.FORMS.examples()) {
            missing.removeAll(TableSightings.of(FormsTest.FORMS, form));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFormBelongsToSomeKind() {
        Set<Form> used = Place.all().flatMap(Grammar::forms).collect(Collectors.toSet());
        Set<PeerForm> peers = EnumSet.noneOf(PeerForm.class);
        Set<PortShape> shapes = EnumSet.noneOf(PortShape.class);
        for (Form form : used) {
            switch (form) {
                case Form.Whom(PeerForm peer) -> peers.add(peer);
                case Form.What(PortShape shape, var protocol) -> shapes.add(shape);
                case Form.Does does -> {}
                case Form.Asks asks -> {}
            }
        }
        assertThat(peers).containsExactlyInAnyOrder(PeerForm.values());
        assertThat(shapes).containsExactlyInAnyOrder(PortShape.values());
    }
}
