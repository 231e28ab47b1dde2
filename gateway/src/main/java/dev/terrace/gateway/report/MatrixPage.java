package dev.terrace.gateway.report;

import dev.terrace.core.reach.ReachMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Who can reach whom, as one page that needs nothing else: a heat map, and why where one clicks. The part of its
 * address behind {@code #} names the probe and the cell, so that a cell can be sent to somebody.
 */
public final class MatrixPage {

    private static final String TEMPLATE = "matrix.html";
    private static final String DATA = "\"DATA\"";

    private MatrixPage() {}

    public static String of(ReachMatrix matrix) {
        // Nothing in the data may end the script that it stands in.
        return template().replace(DATA, MatrixJson.of(matrix).strip().replace("<", "\\u003c"));
    }

    private static String template() {
        try (InputStream page = MatrixPage.class.getResourceAsStream(TEMPLATE)) {
            if (page == null) {
                throw new IllegalStateException("no " + TEMPLATE);
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
