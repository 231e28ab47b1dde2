package dev.terrace.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real Chromium without a window. */
final class Browser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private Browser() {}

    /**
     * Opens a page and lets its scripts run.
     *
     * @param fragment what stands behind the {@code #} of its address
     * @return the document that came out
     */
    static String document(Path page, String fragment, Path profile) throws IOException, InterruptedException {
        Process browser = new ProcessBuilder(
                        executable(),
                        "--headless",
                        // Its own user is all that keeps the page of a test in, and in a container there is no other.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + profile,
                        "--dump-dom",
                        URI.create(page.toUri() + "#" + fragment).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String document = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(browser.waitFor()).isZero();
        // Whether this is escaped in attributes depends on the version.
        return document.replace("&gt;", ">");
    }

    private static String executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no Chromium on the PATH: bin/prepare installs it"));
    }
}
