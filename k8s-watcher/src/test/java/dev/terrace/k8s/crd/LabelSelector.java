package dev.terrace.k8s.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code meta/v1 LabelSelector}. */
record LabelSelector(
        @Nullable Map<String, String> matchLabels, @Nullable List<Requirement> matchExpressions) {

    record Requirement(
            @Required String key,

            @Required Operator operator,
            @Nullable List<String> values) {}

    enum Operator {
        @JsonProperty("In")
        IN,
        @JsonProperty("NotIn")
        NOT_IN,
        @JsonProperty("Exists")
        EXISTS,
        @JsonProperty("DoesNotExist")
        DOES_NOT_EXIST
    }
}
