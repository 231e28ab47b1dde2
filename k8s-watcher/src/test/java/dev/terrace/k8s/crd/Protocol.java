package dev.terrace.k8s.crd;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An entry of {@code protocols}. */
@SchemaCustomizer(ExactlyOne.class)
record Protocol(
        @Nullable Transport tcp,
        @Nullable Transport udp,
        @Nullable Transport sctp,

        @Size(min = 1, max = 15) @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$") @Nullable String destinationNamedPort) {

    record Transport(@Required @Size(min = 1, max = 1) DestinationPort destinationPort) {}

    record DestinationPort(
            @Min(1) @Max(65535) @Nullable Integer number,
            @Nullable PortRange range) {}

    @ValidationRule(value = "self.start < self.end", message = "start must be less than end")
    record PortRange(
            @Required @Min(1) @Max(65535) int start,

            @Required @Min(1) @Max(65535) int end) {}
}
