package dev.terrace.ovn.rpc;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to an {@code ssl:} endpoint and whom we believe, in the PEM files that {@code ovn-nbctl} takes
 * ({@code ovsdb(7)}, "SSL/TLS"). They are read at each connect, so a certificate that was renewed is the one of the
 * next connection.
 *
 * @param privateKey PKCS #8, without a pass phrase
 * @param certificate ours, and after it those between it and the server's authority
 * @param authority the certificates of those who may have signed the server's
 * @param verifiesHostName whether the server's certificate must also be for the host that we connect to, which those
 *     made by {@code ovs-pki} are not
 */
public record Tls(Path privateKey, Path certificate, Path authority, boolean verifiesHostName) {

    /** @throws IOException with a line for a person when a file cannot be read or is not what it should be */
    SslContext context() throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm(verifiesHostName ? "HTTPS" : null);
        try {
            builder.keyManager(certificate.toFile(), privateKey.toFile());
        } catch (IllegalArgumentException e) {
            throw unusable("the private key " + privateKey + " or the certificate " + certificate, e);
        }
        try {
            return builder.trustManager(authority.toFile()).build();
        } catch (IllegalArgumentException e) {
            throw unusable("the certificate authority " + authority, e);
        }
    }

    private static IOException unusable(String what, IllegalArgumentException e) {
        @Nullable Throwable cause = e.getCause();
        String why = switch (cause) {
            case CertificateException _ -> "no certificate in PEM";
            case null -> e.getMessage();
            default -> cause.getMessage();
        };
        return new IOException("cannot use " + what + ": " + why, e);
    }
}
