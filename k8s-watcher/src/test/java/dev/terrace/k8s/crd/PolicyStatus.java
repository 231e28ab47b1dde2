package dev.terrace.k8s.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;

/** What every policy kind says of itself. */
@SchemaCustomizer(PolicyStatus.ConditionsByType.class)
record PolicyStatus(@Required List<Condition> conditions) {

    /** Conditions are told apart by their types, so that each may have a writer of its own. */
    public static final class ConditionsByType implements SchemaCustomizer.Customizer {

        @Override
        public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
            JSONSchemaProps conditions =
                    Objects.requireNonNull(schema.getProperties().get("conditions"));
            conditions.setXKubernetesListType("map");
            conditions.setXKubernetesListMapKeys(List.of("type"));
            return schema;
        }
    }

    /** {@code meta/v1 Condition}. */
    record Condition(
            @Required
            @Size(max = 316) @Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
                    + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
            String type,

            @Required Status status,

            @Min(0) long observedGeneration,

            @Required ZonedDateTime lastTransitionTime,

            @Required @Size(min = 1, max = 1024) @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$") String reason,

            @Required @Size(max = 32768) String message) {}

    enum Status {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
