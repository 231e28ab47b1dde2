package dev.terrace.gateway.report;

/** Colours the words that decide, on a terminal only. */
public enum Ink {
    /** Escape sequences of ECMA-48. */
    COLOUR {
        @Override
        String allow(String text) {
            return "\u001b[32m" + text + "\u001b[0m";
        }

        @Override
        String drop(String text) {
            return "\u001b[31m" + text + "\u001b[0m";
        }

        @Override
        String faint(String text) {
            return "\u001b[2m" + text + "\u001b[0m";
        }
    },
    /** The text as it is. */
    PLAIN {
        @Override
        String allow(String text) {
            return text;
        }

        @Override
        String drop(String text) {
            return text;
        }

        @Override
        String faint(String text) {
            return text;
        }
    };

    abstract String allow(String text);

    abstract String drop(String text);

    abstract String faint(String text);

    /** The word for a verdict. */
    String verdict(boolean allows) {
        return allows ? allow(SideReport.ALLOW) : drop(SideReport.DROP);
    }
}
