package dev.terrace.k8s.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * On which lines of a file that was {@linkplain ManifestFile read} its objects and their parts stand. The file is
 * composed once more for that, because few readers ask.
 */
public final class ManifestLines {

    /** A step of a path: {@code ["KEY"]}, {@code [INDEX]}, or a plain key. */
    private static final Pattern STEP = Pattern.compile("\\[\"([^\"]*)\"]|\\[(\\d+)]|([^.\\[]+)");

    private final List<Node> objects = new ArrayList<>();

    /** @throws ManifestException when it cannot be read any more */
    public ManifestLines(Path file) throws ManifestException {
        // JSON is YAML 1.2 too.
        new Compose(ManifestFile.YAML)
                .composeAllFromString(ManifestFile.text(file))
                .forEach(this::addObjects);
    }

    private void addObjects(Node document) {
        if (document.getTag().equals(Tag.NULL)) {
            return;
        }
        if (value(document, "kind") instanceof ScalarNode kind
                && kind.getValue().endsWith(ManifestFile.LIST)
                && value(document, "items") instanceof SequenceNode list) {
            objects.addAll(list.getValue());
        } else {
            objects.add(document);
        }
    }

    /**
     * The line of a part, or of the innermost part around it that is there.
     *
     * @param object its {@linkplain dev.terrace.k8s.object.ObjectPlace#number number}
     * @param path such as {@code spec.ingress[0].from[1]}
     * @return from 1 on
     */
    public int line(int object, String path) {
        Node node = objects.get(object);
        Node last = node;
        Matcher step = STEP.matcher(path);
        while (node != null && step.find()) {
            if (step.group(2) != null) {
                node = item(node, Integer.parseInt(step.group(2)));
                last = node == null ? last : node;
            } else {
                NodeTuple member = member(node, step.group(1) != null ? step.group(1) : step.group(3));
                node = member == null ? null : member.getValueNode();
                last = member == null ? last : member.getKeyNode();
            }
        }
        return last.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static @Nullable Node item(Node node, int index) {
        return node instanceof SequenceNode list && index < list.getValue().size()
                ? list.getValue().get(index)
                : null;
    }

    private static @Nullable Node value(Node node, String key) {
        NodeTuple member = member(node, key);
        return member == null ? null : member.getValueNode();
    }

    private static @Nullable NodeTuple member(Node node, String key) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(member -> member.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key))
                        .findFirst()
                        .orElse(null)
                : null;
    }
}
