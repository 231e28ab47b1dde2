package dev.terrace.e2e.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running pod of an overlay. Closing it takes it away. */
public final class PodContainer implements AutoCloseable {

    /** A line of its log, and when the engine heard it. */
    public record Line(Instant at, String text) {}

    private final DockerClient docker;
    private final String id;
    private final Instant started;

    private PodContainer(DockerClient docker, String id, Instant started) {
        this.docker = docker;
        this.id = id;
        this.started = started;
    }

    static PodContainer start(DockerClient docker, String id) {
        Instant started = Instant.now();
        docker.startContainerCmd(id).exec();
        return new PodContainer(docker, id, started);
    }

    /** When the engine was told to start it; its process is there some tenths of a second later. */
    public Instant started() {
        return started;
    }

    /** The number of its process on this machine. */
    public long pid() {
        Long pid = docker.inspectContainerCmd(id).exec().getState().getPidLong();
        return pid == null ? 0 : pid;
    }

    public boolean isRunning() {
        return Boolean.TRUE.equals(
                docker.inspectContainerCmd(id).exec().getState().getRunning());
    }

    /** What it has printed so far. */
    public List<Line> log() {
        // A line may come in several pieces, and those of the two streams in between.
        Map<StreamType, ByteArrayOutputStream> streams = new EnumMap<>(StreamType.class);
        try (var callback = docker.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        streams.computeIfAbsent(frame.getStreamType(), _ -> new ByteArrayOutputStream())
                                .writeBytes(frame.getPayload());
                    }
                })) {
            callback.awaitCompletion();
            return streams.values().stream()
                    .flatMap(stream -> stream.toString(StandardCharsets.UTF_8).lines())
                    .filter(line -> line.indexOf(' ') > 0)
                    .map(PodContainer::line)
                    .sorted(Comparator.comparing(Line::at))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Line line(String stamped) {
        int space = stamped.indexOf(' ');
        return new Line(Instant.parse(stamped.substring(0, space)), stamped.substring(space + 1));
    }

    /** Whether it has printed words. */
    public boolean said(String words) {
        return log().stream().anyMatch(line -> line.text().contains(words));
    }

    /**
     * Asks for a page, as the probe of a kubelet does.
     *
     * @return the status code; 0 while nobody listens there
     */
    public int probe(int port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(1))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Tells it to end, with SIGTERM, and waits until it has.
     *
     * @param grace after which it is killed, which its exit code tells
     * @return its exit code
     */
    public int stop(Duration grace) {
        docker.stopContainerCmd(id).withTimeout((int) grace.toSeconds()).exec();
        return exitCode();
    }

    /** Waits until it ends by itself. */
    public int exitCode() {
        return docker.waitContainerCmd(id)
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(2, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        docker.removeContainerCmd(id).withForce(true).exec();
    }
}
