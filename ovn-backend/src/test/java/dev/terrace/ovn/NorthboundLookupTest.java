package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows are found by what they are to us, as another client sees them. */
class NorthboundLookupTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    @Test
    void aclsHaveTheUuidsThatTheDatabaseGaveThem() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(Rows.image(Rows.policy("web", "a_x")));
        }
        Map<String, UUID> expected = new HashMap<>();
        for (JsonNode acl : SERVER.rows("ACL")) {
            UUID uuid = UUID.fromString(acl.path("_uuid").path(1).asText());
            for (JsonNode pair : acl.path("external_ids").path(1)) {
                if (pair.path(0).asText().equals(ExternalIds.ID)) {
                    expected.put(pair.path(1).asText(), uuid);
                }
            }
        }
        Endpoint nobody = Endpoint.parse("tcp:127.0.0.1:1");
        WriterSettings settings = WriterSettings.of(List.of(nobody, SERVER.endpoint()), OWNER);
        assertThat(NorthboundLookup.acls(settings, List.of("web.allow", "web.deny", "web.out", "web.none")))
                .hasSize(3)
                .isEqualTo(expected);
        assertThat(NorthboundLookup.acls(
                        WriterSettings.of(List.of(SERVER.endpoint()), "somebody"), List.of("web.allow")))
                .isEmpty();
        assertThatThrownBy(() -> NorthboundLookup.acls(WriterSettings.of(List.of(nobody), OWNER), List.of()))
                .isInstanceOf(NorthboundException.class)
                .hasMessageContaining("cannot reach the Northbound server at tcp:127.0.0.1:1");
    }
}
