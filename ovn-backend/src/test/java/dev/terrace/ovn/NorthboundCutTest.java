package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short session from the first byte to the last, cut at each of them, both ways. */
class NorthboundCutTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    /** Of what comes before the second change only every so many bytes are tried; in the nightly run each. */
    private static final int STRIDE = Faults.TIMES > 20 ? 1 : 211;

    /** Two images by the numbers that {@link Turns} gives them, after the empty one. */
    private static final List<DesiredImage> IMAGES =
            List.of(DesiredImage.EMPTY, image(1, "10.0.0.1/32"), image(2, "10.0.0.2/32"));

    private static DesiredImage image(int number, String address) {
        return Rows.image(
                Rows.set("as", address),
                Rows.group("pg"),
                Rows.acl("a", "pg", 1, number, "outport == @pg && ip4.src == $as", AclRow.Verb.DROP),
                Rows.set(Turns.MARK, "10.0.0." + number + "/32"));
    }

    /** Where a session is, in bytes that have gone one way. */
    private record Course(long changesOnce, long changesAgain) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void g4_aSessionCutAtEachByteIsMadeUpFor(boolean toServer) throws Exception {
        Course whole = session(toServer, Long.MAX_VALUE);
        for (long cut = Faults.random("cut").nextInt(STRIDE); cut < whole.changesOnce(); cut += STRIDE) {
            session(toServer, cut);
        }
        for (long cut = whole.changesOnce(); cut < whole.changesAgain(); cut++) {
            session(toServer, cut);
        }
    }

    /** Opens a session, writes an image and then another, and is cut once. */
    private Course session(boolean toServer, long cut) throws Exception {
        SERVER.clear();
        try (FaultProxy proxy = new FaultProxy(SERVER.endpoint());
                History history = new History(List.of(SERVER.endpoint())).begun()) {
            if (toServer) {
                proxy.cutToServerAfter(cut);
            } else {
                proxy.cutToClientAfter(cut);
            }
            // Named twice it is tried again at once.
            WriterSettings settings = WriterSettings.of(List.of(proxy.endpoint(), proxy.endpoint()), Rows.OWNER)
                    .withMassDelete(true);
            Course course;
            try (RunningWriter writer = new RunningWriter(settings)) {
                assertThat(writer.desire(IMAGES.get(1))).isInstanceOf(Outcome.Committed.class);
                long once = toServer ? proxy.sentToServer() : proxy.sentToClient();
                assertThat(writer.desire(IMAGES.get(2))).isInstanceOf(Outcome.Committed.class);
                course = new Course(once, toServer ? proxy.sentToServer() : proxy.sentToClient());
            }
            history.await(Contents.of(IMAGES.get(2), Set.of()));
            Explanation.assertExplained(history.recordings(), IMAGES);
            return course;
        } catch (AssertionError e) {
            throw new AssertionError("cut after " + cut + " bytes", e);
        }
    }
}
