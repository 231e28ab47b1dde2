package dev.terrace.k8s.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Service leads to the ports of its endpoints, which are others than its own. */
final class ServicesTest {

    private static final ServiceKey WEB = new ServiceKey("shop", "web");
    private static final ServiceKey DB = new ServiceKey("shop", "db");

    private final Services services = new Services();

    @BeforeEach
    void read(@TempDir Path directory) throws IOException, ManifestException {
        Files.writeString(directory.resolve("services.yaml"), """
                apiVersion: v1
                kind: Service
                metadata: {namespace: shop, name: web}
                spec:
                  clusterIP: 10.96.0.10
                  clusterIPs: [10.96.0.10, "fd96::10"]
                  ports:
                  - {name: http, port: 80, targetPort: web}
                  - {name: dns, port: 80, protocol: UDP, targetPort: 53}
                  - {name: admin, port: 81, targetPort: 9000}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {namespace: shop, name: web-1, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: http, port: 8080}, {name: admin, port: 9000}, {name: dns, port: 53, protocol: UDP}]
                endpoints: [{addresses: [10.244.1.2]}, {addresses: [10.244.1.1]}]
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {namespace: shop, name: web-2, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: http, port: 8000}]
                endpoints: [{addresses: [10.244.2.1]}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {namespace: shop, name: db}
                spec: {clusterIP: None, ports: [{port: 5432}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {namespace: shop, name: db-1, labels: {kubernetes.io/service-name: db}}
                addressType: IPv4
                ports: [{name: "", port: 5433}]
                endpoints: [{addresses: [10.244.3.1]}]
                """);
        ManifestDirectory.read(directory, services::learn);
    }

    @Test
    void numberOfAPortIsTheOneThatEachSliceSays() {
        assertThat(services.endpoints(WEB, Protocol.TCP, 80))
                .containsExactly(at("10.244.1.1", 8080), at("10.244.1.2", 8080), at("10.244.2.1", 8000));
        assertThat(services.endpoints(WEB, Protocol.UDP, 80))
                .containsExactly(at("10.244.1.1", 53), at("10.244.1.2", 53));
        assertThat(services.endpoints(WEB, Protocol.TCP, 8080)).isEmpty();
    }

    @Test
    void virtualAddressesOfBothFamiliesLeadToTheirService() {
        assertThat(services.at(IpAddress.parse("10.96.0.10"))).isEqualTo(WEB);
        assertThat(services.at(IpAddress.parse("fd96::10"))).isEqualTo(WEB);
        assertThat(services.at(IpAddress.parse("10.96.0.11"))).isNull();
    }

    @Test
    void headlessServiceIsAskedAtThePortsOfItsEndpoints() {
        assertThat(services.endpoints(DB, Protocol.TCP, 5433)).containsExactly(at("10.244.3.1", 5433));
        assertThat(services.endpoints(DB, Protocol.TCP, 5432)).isEmpty();
        assertThat(services.knows(DB)).isTrue();
        assertThat(services.knows(new ServiceKey("shop", "none"))).isFalse();
    }

    private static Endpoint at(String address, int port) {
        return new Endpoint(IpAddress.parse(address), port);
    }
}
