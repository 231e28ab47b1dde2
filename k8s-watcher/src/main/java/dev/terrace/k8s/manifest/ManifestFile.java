package dev.terrace.k8s.manifest;

import dev.terrace.core.model.Fact;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectDecoder;
import dev.terrace.k8s.object.ObjectPlace;
import dev.terrace.k8s.object.ReadObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of manifests: YAML 1.2 with any number of documents, or one JSON document where its name ends so. A document
 * is an object or a list of them ({@code kind: List}, or a typed one like {@code PodList}).
 */
public final class ManifestFile {

    static final LoadSettings YAML = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setSchema(new CoreSchema())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();

    static final PlainYaml PLAIN_YAML = new PlainYaml(YAML);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What the kind of a list of objects ends with. */
    static final String LIST = "List";

    private ManifestFile() {}

    /**
     * Reads the facts of one file, in its order.
     *
     * @throws ManifestException when it cannot be read, is malformed, or has an object twice or one that cannot be used
     */
    public static List<Fact> read(Path file) throws ManifestException {
        FactsByOrigin facts = new FactsByOrigin();
        Contents.of(file).addTo(facts, _ -> {});
        return facts.facts();
    }

    /**
     * What a file holds.
     *
     * @param objects in its order
     * @param failure why it cannot be read, or null
     */
    record Contents(
            Path file, List<ReadObject> objects, @Nullable ManifestException failure) {

        static Contents of(Path file) {
            try {
                return new Contents(file, ManifestFile.read(file, text(file)), null);
            } catch (ManifestException e) {
                return new Contents(file, List.of(), e);
            }
        }

        /** @throws ManifestException when it cannot be read, or has an object that is there twice or cannot be used */
        void addTo(FactsByOrigin facts, Consumer<ReadObject> also) throws ManifestException {
            if (failure != null) {
                throw failure;
            }
            for (ReadObject object : objects) {
                also.accept(object);
                switch (object.decoded()) {
                    case Decoded.Known(Fact fact) -> facts.add(fact, file);
                    case Decoded.Ignored() -> {}
                    case Decoded.Malformed malformed -> throw new ManifestException(file + ": " + malformed.message());
                }
            }
        }
    }

    private static List<ReadObject> read(Path file, String text) throws ManifestException {
        List<@Nullable Object> documents = file.toString().endsWith(".json") ? json(file, text) : yaml(file, text);
        List<ReadObject> read = new ArrayList<>();
        for (Object document : documents) {
            if (document != null) {
                for (Object object : objects(document)) {
                    ObjectPlace place = new ObjectPlace(file, read.size());
                    read.add(new ReadObject(place, object, ObjectDecoder.decode(object)));
                }
            }
        }
        return read;
    }

    static String text(Path file) throws ManifestException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ManifestException(file + ": no such file");
        } catch (CharacterCodingException notText) {
            throw new ManifestException(file + ": not UTF-8");
        } catch (IOException e) {
            throw new ManifestException(file + ": " + e);
        }
    }

    private static List<@Nullable Object> yaml(Path file, String text) throws ManifestException {
        List<@Nullable Object> plain = PLAIN_YAML.read(text);
        if (plain != null) {
            return plain;
        }
        List<@Nullable Object> documents = new ArrayList<>();
        try {
            new Load(YAML).loadAllFromString(text).forEach(documents::add);
            return documents;
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new ManifestException(file + line + ": " + firstLine(e.getProblem()));
        } catch (YamlEngineException | NumberFormatException e) {
            // The library takes .inf for a number and cannot say which.
            throw new ManifestException(file + ": " + firstLine(e.getMessage()));
        }
    }

    private static List<@Nullable Object> json(Path file, String text) throws ManifestException {
        List<@Nullable Object> documents = new ArrayList<>();
        if (text.isBlank()) {
            return documents;
        }
        try {
            documents.add(JSON.readValue(text, Object.class));
            return documents;
        } catch (JacksonException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new ManifestException(file + line + ": " + words(e));
        }
    }

    private static String words(JacksonException e) {
        return e instanceof MismatchedInputException
                ? "one document is expected, and more follows"
                // What stands in parentheses speaks of the parser.
                : firstLine(e.getOriginalMessage()).replaceFirst(" \\(for .*", "");
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "malformed" : text.strip().lines().findFirst().orElse("malformed");
    }

    /** The objects of a document. The items of a typed list may leave their kind to it, as the API server's do. */
    private static List<@Nullable Object> objects(Object document) {
        if (document instanceof Map<?, ?> list
                && list.get("kind") instanceof String kind
                && kind.endsWith(LIST)
                && list.get("items") instanceof List<?> items) {
            List<@Nullable Object> objects = new ArrayList<>();
            for (Object item : items) {
                objects.add(kind.equals(LIST) ? item : typed(item, list.get("apiVersion"), kind));
            }
            return objects;
        }
        List<@Nullable Object> one = new ArrayList<>();
        one.add(document);
        return one;
    }

    private static @Nullable Object typed(@Nullable Object item, @Nullable Object apiVersion, String listKind) {
        if (!(item instanceof Map<?, ?> members)) {
            return item;
        }
        Map<Object, @Nullable Object> typed = new LinkedHashMap<>(members);
        typed.putIfAbsent("apiVersion", apiVersion);
        typed.putIfAbsent("kind", listKind.substring(0, listKind.length() - LIST.length()));
        return typed;
    }
}
