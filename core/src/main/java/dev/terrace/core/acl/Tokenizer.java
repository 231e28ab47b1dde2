package dev.terrace.core.acl;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a match into tokens ({@code ovn-sb(5)}, Logical_Flow, match). Comments are refused although the language has
 * them: {@code ovn-northd} puts the match of an ACL between parentheses, the second of which a comment would swallow.
 */
final class Tokenizer {

    private static final Pattern SIGN = Pattern.compile("==|!=|<=|>=|&&|\\|\\||[<>!(){},]");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_.][a-zA-Z_.0-9]*");
    /** Addresses that start with a letter have hex digits and a colon next, which no identifier has. */
    private static final Pattern NUMBER_START = Pattern.compile("[0-9]|::|[a-fA-F][0-9a-fA-F]*:");

    /** All that could be part of a number; a colon after a dot, and two dots in a row, belong to something else. */
    private static final Pattern NUMBER = Pattern.compile("[0-9a-zA-Z:]*(?:\\.(?!\\.)[0-9a-zA-Z]*)*");

    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX]([0-9a-fA-F]+)");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private static final int DECIMAL_BITS = 64;
    private static final int HEXADECIMAL_BITS = 128;

    private final String text;
    private final Matcher matcher;
    private int position;

    private Tokenizer(String text) {
        this.text = text;
        this.matcher = SIGN.matcher(text);
    }

    /**
     * All tokens of {@code text}; the last is {@link Token.End}.
     *
     * @throws IllegalArgumentException when some part of it is no token
     */
    static List<Token> tokens(String text) {
        Tokenizer tokenizer = new Tokenizer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(tokenizer.next());
        } while (!(tokens.getLast() instanceof Token.End));
        return tokens;
    }

    private Token next() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
        int start = position;
        if (start == text.length()) {
            return new Token.End(start);
        }
        if (looksAt(NUMBER_START)) {
            return number();
        }
        if (accept(SIGN)) {
            return new Token.Sign(start, matcher.group());
        }
        if (accept(IDENTIFIER)) {
            return new Token.Identifier(start, matcher.group());
        }
        if (accept(STRING)) {
            return new Token.Text(start, unescape(start, matcher.group(1)));
        }
        return switch (text.charAt(start)) {
            case '$' -> new Token.SetName(start, nameAfterSign("an address set"));
            case '@' -> new Token.GroupName(start, nameAfterSign("a port group"));
            case '/' -> throw error(start, "comments are not admitted in the match of an ACL", text);
            default -> throw error(start, "expected a token of OVN's match language", text);
        };
    }

    private String nameAfterSign(String what) {
        position++;
        if (!accept(IDENTIFIER)) {
            throw error(position, "expected the name of " + what, text);
        }
        return matcher.group();
    }

    private Token.Numeral number() {
        Token.Numeral number = plainNumber();
        if (position == text.length() || text.charAt(position) != '/') {
            return number;
        }
        position++;
        Token.Numeral mask = plainNumber();
        BigInteger bits = bits(number, mask);
        return new Token.Numeral(
                number.position(), formatUnder(number, mask), number.value().and(bits), bits);
    }

    /** The mask that a number after a slash stands for: of the same format, or the length of a prefix. */
    private BigInteger bits(Token.Numeral number, Token.Numeral mask) {
        if (number.format() == mask.format() || isZeroUnderHexadecimal(number, mask)) {
            return mask.value();
        }
        int width = number.width();
        boolean isAddress = number.format() == Token.Format.IPV4 || number.format() == Token.Format.IPV6;
        if (isAddress
                && mask.format() == Token.Format.DECIMAL
                && mask.value().compareTo(BigInteger.valueOf(width)) <= 0) {
            int length = mask.value().intValue();
            return BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftLeft(width - length);
        }
        throw error(mask.position(), "expected a mask in the format of the value, or a prefix length", text);
    }

    private static Token.Format formatUnder(Token.Numeral number, Token.Numeral mask) {
        return isZeroUnderHexadecimal(number, mask) ? Token.Format.HEXADECIMAL : number.format();
    }

    /** {@code 0/0xff00}. */
    private static boolean isZeroUnderHexadecimal(Token.Numeral number, Token.Numeral mask) {
        return number.format() == Token.Format.DECIMAL
                && number.value().signum() == 0
                && mask.format() == Token.Format.HEXADECIMAL;
    }

    private Token.Numeral plainNumber() {
        int start = position;
        accept(NUMBER);
        String word = text.substring(start, position);
        if (DECIMAL.matcher(word).matches()) {
            if (word.length() > 1 && word.charAt(0) == '0') {
                throw error(start, "expected a decimal number without leading zeros", text);
            }
            return integer(start, Token.Format.DECIMAL, new BigInteger(word), DECIMAL_BITS);
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(word);
        if (hexadecimal.matches()) {
            return integer(start, Token.Format.HEXADECIMAL, new BigInteger(hexadecimal.group(1), 16), HEXADECIMAL_BITS);
        }
        try {
            IpAddress address = IpAddress.parse(word);
            return new Token.Numeral(
                    start,
                    address.family() == IpFamily.IPV4 ? Token.Format.IPV4 : Token.Format.IPV6,
                    address.value(),
                    null);
        } catch (IllegalArgumentException e) {
            throw error(start, "expected a number or an address", text);
        }
    }

    private Token.Numeral integer(int start, Token.Format format, BigInteger value, int bits) {
        if (value.bitLength() > bits) {
            throw error(start, "expected a number of at most " + bits + " bits", text);
        }
        return new Token.Numeral(start, format, value, null);
    }

    private String unescape(int start, String raw) {
        return ESCAPE.matcher(raw).replaceAll(escape -> {
            if (escape.group(1) != null) {
                return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
            }
            return Matcher.quoteReplacement(
                    switch (escape.group(2)) {
                        case "\"", "\\", "/" -> escape.group(2);
                        case "b" -> "\b";
                        case "f" -> "\f";
                        case "n" -> "\n";
                        case "r" -> "\r";
                        case "t" -> "\t";
                        default -> throw error(start, "expected an escape of JSON", text);
                    });
        });
    }

    private boolean looksAt(Pattern pattern) {
        return matcher.usePattern(pattern).region(position, text.length()).lookingAt();
    }

    private boolean accept(Pattern pattern) {
        if (!looksAt(pattern)) {
            return false;
        }
        position = matcher.end();
        return true;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** What every refusal of a match says: where, why, and the whole text. */
    static IllegalArgumentException error(int position, String message, String text) {
        return new IllegalArgumentException("at " + position + ": " + message + ": " + text);
    }
}
