package dev.terrace.e2e.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.terrace.e2e.node.OvnNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;
import tools.jackson.databind.JsonNode;

/**
 * Starts the container of a pod by Docker as a kubelet does: with the pod's command, user, root file system,
 * capabilities, limit of memory, environment, volumes and the credentials of its service account. Only the network is
 * the machine's, because the API servers of tests listen on the loopback alone.
 *
 * @param directory for the files of volumes
 * @param node the name of its node
 * @param kubeconfig of the service account of its pods, as {@code ApiServerProcess} writes it
 * @param paths what its node has at the paths that volumes name
 * @param secrets the files of each
 */
public record Kubelet(
        Path directory,
        String node,
        Path kubeconfig,
        Map<String, Path> paths,
        Map<String, Map<String, String>> secrets) {

    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final Pattern SERVER = Pattern.compile("server: \"https://([^:]+):(\\d+)\"");
    private static final Pattern AUTHORITY = Pattern.compile("certificate-authority: \"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("token: \"([^\"]+)\"");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\((\\w+)\\)");

    /**
     * Starts a pod.
     *
     * @param name unlike those of other pods here
     * @param options of the virtual machine, after those of the image; those about the AOT cache replace the image's
     * @param arguments after those of the pod
     */
    public PodContainer start(String name, Overlay overlay, List<String> options, List<String> arguments) {
        return start(name, overlay, options, arguments, Map.of());
    }

    /** @param more directories of this machine, and where in the container they are */
    PodContainer start(
            String name, Overlay overlay, List<String> options, List<String> arguments, Map<Path, String> more) {
        DockerClient docker = DockerClientFactory.instance().client();
        JsonNode container = overlay.container();
        String image = container.get("image").stringValue();
        Map<String, String> environment = environment(container);
        List<String> args = container
                .get("args")
                .valueStream()
                .map(arg -> expand(arg.stringValue(), environment))
                .collect(Collectors.toCollection(ArrayList::new));
        args.addAll(arguments);
        JsonNode security = container.get("securityContext");
        Path place = make(directory.resolve(name));
        List<Bind> binds = new ArrayList<>();
        Map<String, String> temporary = new HashMap<>();
        mount(overlay, place, binds, temporary);
        more.forEach((from, to) -> binds.add(Bind.parse(from + ":" + to)));
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode("host")
                .withReadonlyRootfs(security.path("readOnlyRootFilesystem").asBoolean(false))
                .withCapDrop(security.at("/capabilities/drop")
                        .valueStream()
                        .map(dropped -> Capability.valueOf(dropped.stringValue()))
                        .toArray(Capability[]::new))
                .withMemory(bytes(container.at("/resources/limits/memory").stringValue()))
                .withBinds(binds)
                .withTmpFs(temporary);
        if (!security.path("allowPrivilegeEscalation").asBoolean(true)) {
            host.withSecurityOpts(List.of("no-new-privileges"));
        }
        CreateContainerCmd command = docker.createContainerCmd(image)
                .withLabels(Map.of(OvnNode.LABEL, "true"))
                .withHostConfig(host)
                .withUser(user(overlay.pod(), security))
                .withEnv(environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList())
                .withCmd(args);
        if (!options.isEmpty()) {
            command.withEntrypoint(entrypoint(docker, image, options));
        }
        return PodContainer.start(docker, command.exec().getId());
    }

    private static List<String> entrypoint(DockerClient docker, String image, List<String> options) {
        String[] own = Objects.requireNonNull(
                Objects.requireNonNull(docker.inspectImageCmd(image).exec().getConfig())
                        .getEntrypoint());
        boolean aot = options.stream().anyMatch(option -> option.startsWith("-XX:AOT"));
        List<String> all = new ArrayList<>();
        for (String word : own) {
            if (word.equals("-cp")) {
                all.addAll(options);
            }
            if (!aot || !word.startsWith("-XX:AOT")) {
                all.add(word);
            }
        }
        return all;
    }

    /** The user and group, of which those of the container count more than those of the pod. */
    private static String user(JsonNode pod, JsonNode security) {
        JsonNode user = security.path("runAsUser");
        JsonNode group = security.path("runAsGroup");
        JsonNode all = pod.path("securityContext");
        return (user.isMissingNode() ? all.path("runAsUser") : user).asInt()
                + ":"
                + (group.isMissingNode() ? all.path("runAsGroup") : group).asInt(0);
    }

    private Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : container.path("env")) {
            String value = variable.path("value").asString("");
            if (variable.at("/valueFrom/fieldRef/fieldPath").asString("").equals("spec.nodeName")) {
                value = node;
            }
            environment.put(variable.get("name").stringValue(), value);
        }
        MatchResult server = find(SERVER);
        environment.put("KUBERNETES_SERVICE_HOST", server.group(1));
        environment.put("KUBERNETES_SERVICE_PORT", server.group(2));
        return environment;
    }

    private static String expand(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text).replaceAll(found -> environment.getOrDefault(found.group(1), found.group()));
    }

    private void mount(Overlay overlay, Path place, List<Bind> binds, Map<String, String> temporary) {
        Map<String, JsonNode> volumes = overlay.pod()
                .get("volumes")
                .valueStream()
                .collect(Collectors.toMap(volume -> volume.get("name").stringValue(), volume -> volume));
        for (JsonNode mount : overlay.container().get("volumeMounts")) {
            String name = mount.get("name").stringValue();
            String at = mount.get("mountPath").stringValue();
            JsonNode volume = Objects.requireNonNull(volumes.get(name), name);
            String mode = mount.path("readOnly").asBoolean(false) ? "ro" : "rw";
            if (volume.has("emptyDir")) {
                temporary.put(at, "");
                continue;
            }
            Path from;
            if (volume.has("configMap")) {
                String map = volume.at("/configMap/name").stringValue();
                from = files(place.resolve(name), known(overlay.configMaps(), map));
            } else if (volume.has("secret")) {
                from = files(
                        place.resolve(name),
                        known(secrets, volume.at("/secret/secretName").stringValue()));
            } else {
                from = known(paths, volume.at("/hostPath/path").stringValue());
            }
            binds.add(Bind.parse(from.toAbsolutePath() + ":" + at + ":" + mode));
        }
        Path account = files(
                place.resolve("account"),
                Map.of(
                        "token",
                        find(TOKEN).group(1),
                        "namespace",
                        "terrace",
                        "ca.crt",
                        read(Path.of(find(AUTHORITY).group(1)))));
        binds.add(new Bind(account.toString(), new Volume(ACCOUNT)));
    }

    private static <T> T known(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), () -> "nobody has made " + name);
    }

    private MatchResult find(Pattern pattern) {
        return pattern.matcher(read(kubeconfig))
                .results()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(pattern + " in " + kubeconfig));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path files(Path directory, Map<String, String> contents) {
        make(directory);
        contents.forEach((name, content) -> {
            try {
                Files.writeString(directory.resolve(name), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return directory;
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(String quantity) {
        long unit = quantity.endsWith("Gi") ? 1L << 30 : quantity.endsWith("Mi") ? 1L << 20 : 0;
        if (unit == 0) {
            throw new IllegalArgumentException("memory is said in Mi and Gi here, not as " + quantity);
        }
        return unit * Long.parseLong(quantity.substring(0, quantity.length() - 2));
    }
}
