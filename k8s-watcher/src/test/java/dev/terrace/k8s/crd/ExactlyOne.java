package dev.terrace.k8s.crd;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * The schema of an element of a list of which exactly one member is set, known or not. Where such an object is a field,
 * it is {@code @Size(min = 1, max = 1)} that says so.
 */
public final class ExactlyOne implements SchemaCustomizer.Customizer {

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        schema.setMinProperties(1L);
        schema.setMaxProperties(1L);
        return schema;
    }
}
