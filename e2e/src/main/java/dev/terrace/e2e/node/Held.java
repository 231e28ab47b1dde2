package dev.terrace.e2e.node;

/**
 * A connection that was held while messages went over it and back. Of each message a pattern says: {@code !} it was
 * echoed before the next one left, {@code +} it was echoed later, {@code .} it never was.
 *
 * @param established whether its first message was echoed
 * @param before the pattern of those that were sent before its end was asked for
 * @param afterwards the pattern of those that were sent after that
 * @param detail what ended it early, or empty
 */
public record Held(boolean established, String before, String afterwards, String detail) {}
