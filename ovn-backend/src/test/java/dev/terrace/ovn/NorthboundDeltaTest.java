package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of changes of what is desired, on a real server. */
class NorthboundDeltaTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private static final Set<String> PORTS = Set.of("shop_web", "shop_db");

    /** {@code -Dterrace.seed=N} repeats a run. */
    private static final long SEED = Long.getLong("terrace.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @BeforeAll
    static void tellSeed() {
        System.out.println("NorthboundDeltaTest: -Dterrace.seed=" + SEED);
    }

    @BeforeEach
    void empty() throws Exception {
        SERVER.clear();
        SERVER.nbctl("ls-add sw -- lsp-add sw shop_web -- lsp-add sw shop_db");
    }

    private static void assertHolds(DesiredImage image) throws Exception {
        assertThat(Contents.of(SERVER, Rows.OWNER)).isEqualTo(Contents.of(image, PORTS));
    }

    private DesiredImage any() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            if (random.nextBoolean()) {
                rows.addAll(Rows.policy("p" + i, random.nextBoolean() ? "shop_web" : "shop_db"));
            }
        }
        String[] addresses = random.ints(random.nextInt(20), 0, 200)
                .mapToObj(i -> "10.0.0." + i + "/32")
                .toArray(String[]::new);
        rows.add(Rows.set("as", addresses));
        rows.add(Rows.group(
                "pg", PORTS.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new)));
        return DesiredImage.of(rows);
    }

    @Test
    void leadFromImageToImage() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            DesiredImage image = any();
            writer.desire(image);
            for (int i = 0; i < 20; i++) {
                DesiredImage next = any();
                if (random.nextInt(3) == 0) {
                    SERVER.nbctl("add Address_Set as addresses 10.9.9." + i);
                }
                assertThat(writer.change(DesiredDelta.between(image, next))).isInstanceOf(Outcome.Committed.class);
                RunningWriter.await(writer::inSync);
                assertHolds(next);
                image = next;
            }
            assertThat(writer.state().overlooked()).isZero();
        }
    }

    @Test
    void areOneSmallTransactionForOneMember() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            writer.desire(Rows.image(Rows.set("as", "10.0.0.1/32")));
            long before = writer.state().transactions();
            TreeMap<RowKey, RowDelta> rows = new TreeMap<>();
            RowDelta more = new RowDelta.Addresses("as", Set.of(IpPrefix.parse("10.0.0.2/32")), Set.of());
            rows.put(more.key(), more);
            assertThat(writer.change(new DesiredDelta(rows))).isEqualTo(new Outcome.Committed(new Written(1, 0, 1, 0)));
            assertThat(writer.state().transactions()).isEqualTo(before + 1);
            assertHolds(Rows.image(Rows.set("as", "10.0.0.1/32", "10.0.0.2/32")));
        }
    }

    @Test
    void areReviewedFromTimeToTime() throws Exception {
        WriterSettings settings = WriterSettings.of(List.of(SERVER.endpoint()), Rows.OWNER)
                .withMassDelete(true)
                .withReview(Duration.ofMillis(20));
        try (RunningWriter writer = new RunningWriter(settings)) {
            DesiredImage image = any();
            writer.desire(image);
            for (int i = 0; i < 20; i++) {
                DesiredImage next = any();
                writer.change(DesiredDelta.between(image, next));
                image = next;
            }
            long reviews = writer.state().reviews();
            RunningWriter.await(() -> writer.state().reviews() > reviews);
            assertThat(writer.state().overlooked()).isZero();
            assertHolds(image);
        }
    }
}
