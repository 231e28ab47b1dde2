package dev.terrace.k8s.crd;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The CRDs of policy kinds, generated from their classes. */
public enum Crds {
    /** Ours: a field that it does not know is kept, so that the gateway sees it and fails closed. */
    DEVELOPER_NETWORK_POLICY(DeveloperNetworkPolicy.class, true),
    CLUSTER_NETWORK_POLICY(ClusterNetworkPolicy.class, false),
    ADMIN_NETWORK_POLICY(AdminNetworkPolicy.class, false),
    BASELINE_ADMIN_NETWORK_POLICY(BaselineAdminNetworkPolicy.class, false);

    private final Class<? extends HasMetadata> kind;
    private final boolean keepsUnknownFields;

    Crds(Class<? extends HasMetadata> kind, boolean keepsUnknownFields) {
        this.kind = kind;
        this.keepsUnknownFields = keepsUnknownFields;
    }

    /** The field {@code kind} of its objects. */
    public String kind() {
        return HasMetadata.getKind(kind);
    }

    /** The field {@code apiVersion} of its objects. */
    public String apiVersion() {
        return HasMetadata.getApiVersion(kind);
    }

    /**
     * Generates the CRD.
     *
     * @param directory which exists
     * @return the manifest, in that directory
     */
    public Path write(Path directory) {
        new CRDGenerator()
                .customResourceClasses(List.of(kind))
                .withPostProcessor(new Finish())
                .inOutputDir(directory.toFile())
                .generate();
        return directory.resolve(HasMetadata.getFullResourceName(kind) + "-v1.yml");
    }

    /** What no annotation says. */
    private final class Finish implements CRDPostProcessor {

        @Override
        public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
            for (CustomResourceDefinitionVersion version :
                    ((CustomResourceDefinition) crd).getSpec().getVersions()) {
                // The columns come in the order of their paths, and people look for the age at the end.
                version.getAdditionalPrinterColumns()
                        .sort(Comparator.comparing(column -> column.getName().equals("Age")));
                if (keepsUnknownFields) {
                    keepUnknownFields(Objects.requireNonNull(version.getSchema()
                            .getOpenAPIV3Schema()
                            .getProperties()
                            .get("spec")));
                }
            }
            return crd;
        }

        private void keepUnknownFields(JSONSchemaProps schema) {
            if (!schema.getProperties().isEmpty()) {
                schema.setXKubernetesPreserveUnknownFields(true);
            }
            schema.getProperties().values().forEach(this::keepUnknownFields);
            if (schema.getItems() != null) {
                keepUnknownFields(schema.getItems().getSchema());
            }
        }
    }
}
