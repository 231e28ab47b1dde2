package dev.terrace.gateway.web;

/**
 * What is answered to a request.
 *
 * @param status the HTTP status
 * @param contentType of {@code text}, which is sent as UTF-8
 */
public record Page(int status, String contentType, String text) {

    private static final String PLAIN = "text/plain; charset=utf-8";

    /** A few words for a person, and a status for a machine. */
    public static Page plain(int status, String text) {
        return new Page(status, PLAIN, text);
    }
}
