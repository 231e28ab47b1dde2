package dev.terrace.ovn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowUuidsTest {

    private static final RowKey SET = new RowKey(Table.ADDRESS_SET, "as_web");

    private final RowUuids uuids = new RowUuids("test");

    /** The numbers are those of Python's {@code uuid.uuid5}. */
    @Test
    void areOfVersionFive() {
        assertThat(uuids.of(SET)).isEqualTo(UUID.fromString("a3b6ac2c-f86f-56e7-8a64-16f26c16e284"));
        assertThat(uuids.of(new RowKey(Table.ACL, "Zürich")))
                .isEqualTo(UUID.fromString("ea51ac80-890e-58a9-934c-fcc597e6aacc"));
    }

    @Test
    void dependOnOwnerTableAndId() {
        assertThat(Set.of(
                        uuids.of(SET),
                        uuids.of(new RowKey(Table.PORT_GROUP, "as_web")),
                        uuids.of(new RowKey(Table.ADDRESS_SET, "as_db")),
                        new RowUuids("other").of(SET)))
                .hasSize(4);
    }

    @Test
    void areReplacedOnce() {
        UUID standard = new RowUuids("test").of(SET);

        assertThat(uuids.replace(SET)).isTrue();
        UUID other = uuids.of(SET);
        assertThat(other).isNotEqualTo(standard);
        assertThat(uuids.replace(SET)).isFalse();
        assertThat(uuids.of(SET)).isEqualTo(other);
    }

    @Test
    void areForgottenWithTheirRows() {
        UUID standard = uuids.of(SET);
        uuids.replace(SET);
        UUID other = uuids.of(SET);
        assertThat(uuids.of(SET)).isEqualTo(other);
        uuids.forget(SET);
        assertThat(uuids.of(SET)).isEqualTo(standard);
    }
}
