package dev.terrace.gateway.config;

import dev.terrace.gateway.Failure;
import dev.terrace.gateway.InputFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.MismatchedInputException;
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
    public static GatewayConfiguration read(Path path) {
        InputFile file = new InputFile(path);
        JsonNode root = document(file);
        if (root.isMissingNode() || root.isNull()) {
            return GatewayConfiguration.DEFAULT;
        }
        try {
            return YAML.treeToValue(root, GatewayConfiguration.class);
        } catch (UnrecognizedPropertyException e) {
            List<String> place = place(e);
            throw file.wrong(
                    String.join(".", place.subList(0, place.size() - 1)),
                    "unknown key \"" + e.getPropertyName() + "\", known are "
                            + e.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        } catch (MismatchedInputException e) {
            throw file.wrong(String.join(".", place(e)), expected(e.getTargetType()));
        }
    }

    private static JsonNode document(InputFile file) {
        try {
            return YAML.readTree(file.text());
        } catch (JacksonException e) {
            throw file.malformed(e);
        }
    }

    private static List<String> place(DatabindException e) {
        return e.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .toList();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == String.class) {
            return "a text is expected";
        }
        if (type == Boolean.class) {
            return "true or false is expected";
        }
        if (type == Integer.class) {
            return "a whole number is expected";
        }
        if (type != null && Collection.class.isAssignableFrom(type)) {
            return "a list is expected";
        }
        return "keys with values are expected";
    }
}
