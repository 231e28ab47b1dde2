package dev.terrace.e2e.bench.nb;

/** Finds where JSON objects that follow one another end, byte by byte, and nothing else about them. */
final class MessageEnd {

    private int depth;
    private boolean text;
    private boolean escaped;

    /** Whether an object ends with this byte. */
    boolean isAt(byte next) {
        if (escaped) {
            escaped = false;
        } else if (text) {
            escaped = next == '\\';
            text = next != '"';
        } else if (next == '"') {
            text = true;
        } else if (next == '{') {
            depth++;
        } else if (next == '}') {
            depth--;
            return depth == 0;
        }
        return false;
    }
}
