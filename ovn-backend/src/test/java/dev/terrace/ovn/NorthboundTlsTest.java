package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.rpc.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks for certificates, which change while we run. */
class NorthboundTlsTest {

    private static final NorthboundServer SERVER = new NorthboundServer();

    @TempDir
    private Path files;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private WriterSettings settings(boolean verifiesHostName) {
        Tls tls =
                new Tls(files.resolve("key.pem"), files.resolve("cert.pem"), files.resolve("ca.pem"), verifiesHostName);
        return WriterSettings.of(List.of(SERVER.tlsEndpoint()), Rows.OWNER)
                .withTls(tls)
                .withMassDelete(true);
    }

    private static DesiredImage turn(int number) {
        return image(policy("web"), List.of(set("turn", "10.0.0." + number + "/32")));
    }

    @Test
    void usesTheCertificatesThatAreThereWhenItConnects() throws Exception {
        SERVER.useAuthority(files);
        try (RunningWriter writer = new RunningWriter(settings(false))) {
            for (int i = 0; i < 20; i++) {
                assertThat(writer.desire(turn(i))).isInstanceOf(Outcome.Committed.class);
                long connections = writer.state().connections();
                SERVER.useAuthority(files);
                RunningWriter.await(() -> writer.state().connections() > connections && writer.inSync());
            }
            assertThat(writer.desire(turn(100))).isInstanceOf(Outcome.Committed.class);
        }
        assertThat(Contents.of(SERVER, Rows.OWNER)).isEqualTo(Contents.of(turn(100), Set.of()));
    }

    @Test
    void saysWhatIsWrongWithACertificate() throws Exception {
        SERVER.useAuthority(files);
        assertThatThrownBy(() -> new RunningWriter(settings(true)))
                .as("made for no host")
                .hasMessageContaining("cannot reach the Northbound server at ssl:");

        Path authority = files.resolve("ca.pem");
        Files.copy(files.resolve("cert.pem"), authority, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> new RunningWriter(settings(false))).hasMessageContaining("certification path");

        Files.writeString(authority, "nothing");
        assertThatThrownBy(() -> new RunningWriter(settings(false)))
                .hasMessageContaining("cannot use the certificate authority " + authority);

        Files.writeString(files.resolve("key.pem"), "nothing");
        assertThatThrownBy(() -> new RunningWriter(settings(false)))
                .hasMessageContaining("cannot use the private key " + files.resolve("key.pem"));

        Files.delete(files.resolve("key.pem"));
        assertThatThrownBy(() -> new RunningWriter(settings(false))).hasMessageContaining("key.pem");
    }
}
