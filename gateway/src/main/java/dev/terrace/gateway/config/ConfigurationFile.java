package dev.terrace.gateway.config;

import dev.terrace.gateway.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the configuration strictly: a key that nobody knows is an error, because it is a setting that would not hold.
 */
public final class ConfigurationFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConfigurationFile() {}

    /** @throws Failure with the file, the place and what is wrong there */
    public static GatewayConfiguration read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.ofInput(file + ": no such file", null);
        }
        try {
            JsonNode root = YAML.readTree(file.toFile());
            if (root.isMissingNode() || root.isNull()) {
                return GatewayConfiguration.DEFAULT;
            }
            return YAML.readValue(file.toFile(), GatewayConfiguration.class);
        } catch (UnrecognizedPropertyException e) {
            throw Failure.ofInput(
                    at(file, e) + "unknown key \"" + e.getPropertyName() + "\", known are "
                            + e.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")),
                    e);
        } catch (JacksonException e) {
            throw Failure.ofInput(
                    at(file, e) + e.getOriginalMessage().lines().findFirst().orElse("not YAML"), e);
        }
    }

    private static String at(Path file, JacksonException e) {
        return file + (e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr()) + ": ";
    }
}
