package dev.terrace.gateway.report;

import java.util.List;

/** Checks of a matrix as JUnit XML, which every CI server shows: a test for each cell. */
public final class MatrixJunit {

    private MatrixJunit() {}

    public static String of(List<MatrixGolden.Check> checks) {
        long failures = checks.stream().filter(check -> !check.holds()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"terrace matrix\" tests=\"%d\" failures=\"%d\">\n"
                .formatted(checks.size(), failures));
        for (MatrixGolden.Check check : checks) {
            xml.append("  <testcase classname=\"")
                    .append(escaped(check.port()))
                    .append("\" name=\"")
                    .append(escaped(check.name()))
                    .append('"');
            if (check.holds()) {
                xml.append("/>\n");
            } else {
                xml.append(">\n    <failure message=\"")
                        .append(escaped(message(check)))
                        .append("\">")
                        .append(escaped(String.join("\n", check.reasons())))
                        .append("</failure>\n  </testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String message(MatrixGolden.Check check) {
        if (check.expected() == null) {
            return "is " + check.verdict() + ", and was not there";
        }
        return "was " + check.expected()
                + (check.verdict() == null ? ", and is no more" : ", and is " + check.verdict());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
