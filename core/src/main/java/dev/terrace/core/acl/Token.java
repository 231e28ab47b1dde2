package dev.terrace.core.acl;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A word of a match, and where in the text it starts, from 0. */
sealed interface Token {

    int position();

    /** For people. */
    String shown();

    /** The end of the text. */
    record End(int position) implements Token {
        @Override
        public String shown() {
            return "the end";
        }
    }

    /** An operator, a parenthesis, a brace or a comma. */
    record Sign(int position, String text) implements Token {
        @Override
        public String shown() {
            return "'" + text + "'";
        }
    }

    /** The name of a symbol. */
    record Identifier(int position, String name) implements Token {
        @Override
        public String shown() {
            return "'" + name + "'";
        }
    }

    /** A string in quotes, without them. */
    record Text(int position, String value) implements Token {
        @Override
        public String shown() {
            return "a string";
        }
    }

    /** {@code $name}. */
    record SetName(int position, String name) implements Token {
        @Override
        public String shown() {
            return "'$" + name + "'";
        }
    }

    /** {@code @name}. */
    record GroupName(int position, String name) implements Token {
        @Override
        public String shown() {
            return "'@" + name + "'";
        }
    }

    /**
     * An integer or an address.
     *
     * @param format how it was written
     * @param value without the bits that the mask clears
     * @param mask null when there is none
     */
    record Numeral(
            int position,
            Format format,
            BigInteger value,
            @Nullable BigInteger mask) implements Token {

        /** The narrowest field that it can be compared with, in bits. */
        int width() {
            if (mask != null) {
                return mask.bitLength();
            }
            return switch (format) {
                case DECIMAL, HEXADECIMAL -> value.bitLength();
                case IPV4 -> 32;
                case IPV6 -> 128;
            };
        }

        @Override
        public String shown() {
            return "the number " + value;
        }
    }

    /** The ways to write a number. */
    enum Format {
        DECIMAL,
        HEXADECIMAL,
        IPV4,
        IPV6
    }
}
