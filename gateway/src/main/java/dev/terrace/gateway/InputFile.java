package dev.terrace.gateway;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

/** A file that somebody wrote for the command, and what to say when it cannot be used. */
public record InputFile(Path path) {

    /** @throws Failure when there is no such file, or it is no text */
    public String text() {
        if (!Files.isRegularFile(path)) {
            throw Failure.ofInput(path + ": no such file", null);
        }
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw Failure.ofInput(path + ": not UTF-8", e);
        } catch (IOException e) {
            throw Failure.ofInput(path + ": cannot be read: " + e, e);
        }
    }

    /** The failure of a file that is not one document in its language. */
    public Failure malformed(JacksonException e) {
        return Failure.ofInput(path + ":" + e.getLocation().getLineNr() + ": " + words(e), e);
    }

    private static String words(JacksonException e) {
        return e instanceof MismatchedInputException
                ? "one document is expected, and more follows"
                // What stands in parentheses speaks of the parser.
                : e.getOriginalMessage().lines().findFirst().orElse("malformed").replaceFirst(" \\(for .*", "");
    }

    /**
     * The failure of what is well-formed and wrong.
     *
     * @param place where in the file, empty for the whole
     */
    public Failure wrong(String place, String words) {
        return Failure.ofInput(path + ": " + (place.isEmpty() ? "" : place + ": ") + words, null);
    }
}
