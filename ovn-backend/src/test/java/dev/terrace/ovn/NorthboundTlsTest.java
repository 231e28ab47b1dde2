package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.ovn.rpc.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks for certificates, which change while we run. */
class NorthboundTlsTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    @TempDir
    private Path files;

    private WriterSettings settings(boolean verifiesHostName) {
        Tls tls =
                new Tls(files.resolve("key.pem"), files.resolve("cert.pem"), files.resolve("ca.pem"), verifiesHostName);
        return WriterSettings.of(List.of(SERVER.tlsEndpoint()), Rows.OWNER)
                .withTls(tls)
                .withMassDelete(true);
    }

    @Test
    void usesTheCertificatesThatAreThereWhenItConnects() throws Exception {
        SERVER.useAuthority(files);
        Trial.run(SERVER, List.of(SERVER.endpoint()), settings(false), Faults.random("certificates"), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> SERVER.useAuthority(files));
            }
        });
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
