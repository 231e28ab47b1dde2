package dev.terrace.e2e.node;

/**
 * A connection that was held while messages went over it and back.
 *
 * @param established whether its first message was echoed
 * @param pattern a {@code !} for each message that was echoed before the next one left, a {@code +} for one that was
 *     echoed later, a {@code .} for one that never was
 * @param detail what ended it early, or empty
 */
public record Held(boolean established, String pattern, String detail) {}
