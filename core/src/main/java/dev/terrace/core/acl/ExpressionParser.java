package dev.terrace.core.acl;

import dev.terrace.core.acl.Expression.AllOf;
import dev.terrace.core.acl.Expression.AnyOf;
import dev.terrace.core.acl.Expression.Constant;
import dev.terrace.core.acl.Expression.Holds;
import dev.terrace.core.acl.Expression.In;
import dev.terrace.core.acl.Expression.Ordered;
import dev.terrace.core.acl.Expression.PortIn;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A recursive descent through the subset of OVN's match language that ACLs need ({@code ovn-sb(5)}, Logical_Flow,
 * match). Not in it: subfields ({@code tcp.dst[0..7]}), functions, comments, Ethernet addresses, templates, the
 * addresses of a port group ({@code $group_ip4}) and an order between a field and a set.
 *
 * <pre>
 * any        = term { "&amp;&amp;" term } | term { "||" term }
 * term       = "!" atom | primary
 * atom       = "(" any ")" | "1" | "0" | symbol
 * primary    = atom | symbol relation constants | constants relation symbol [ relation constants ]
 * constants  = constant | "{" constant { [","] constant } [","] "}"
 * constant   = integer | address | address/mask | "string" | $set | @group
 * </pre>
 */
final class ExpressionParser {

    private static final int DEEPEST_PARENTHESES = 100;

    private final String text;
    private final NamedSets sets;
    private final List<Token> tokens;
    private final SortedSet<String> missing = new TreeSet<>();
    private int next;
    private int parentheses;
    /** Whether the place is inside an odd number of {@code !}. */
    private boolean negated;

    ExpressionParser(String text, NamedSets sets) {
        this.text = text;
        this.sets = sets;
        this.tokens = Tokenizer.tokens(text);
    }

    Match parse() {
        Expression expression = any();
        if (!(peek() instanceof Token.End)) {
            throw expected("the end");
        }
        return new Match(expression, missing);
    }

    private Expression any() {
        Expression first = term();
        String operator = nextIs("&&") ? "&&" : "||";
        List<Expression> terms = new ArrayList<>(List.of(first));
        while (accept(operator)) {
            terms.add(term());
        }
        if (nextIs("&&") || nextIs("||")) {
            throw error(peek(), "&& and || need parentheses when they are used together");
        }
        return terms.size() == 1 ? first : operator.equals("&&") ? allOf(terms) : anyOf(terms);
    }

    /** By De Morgan, where negated. */
    private Expression allOf(List<Expression> terms) {
        return negated ? new AnyOf(List.copyOf(terms)) : new AllOf(List.copyOf(terms));
    }

    private Expression anyOf(List<Expression> terms) {
        return negated ? new AllOf(List.copyOf(terms)) : new AnyOf(List.copyOf(terms));
    }

    private Expression term() {
        Token start = peek();
        if (!accept("!")) {
            return primary().expression();
        }
        negated = !negated;
        Primary operand = primary();
        negated = !negated;
        if (!operand.atomic()) {
            throw error(start, "the operand of ! needs parentheses");
        }
        return operand.expression();
    }

    /** @param atomic whether {@code !} may stand right before it */
    private record Primary(Expression expression, boolean atomic) {}

    private Primary primary() {
        return switch (peek()) {
            case Token.Sign sign when sign.text().equals("(") -> new Primary(inParentheses(), true);
            case Token.Identifier symbol -> fromSymbol(symbol);
            default -> fromConstants();
        };
    }

    private Expression inParentheses() {
        Token opening = advance();
        if (parentheses == DEEPEST_PARENTHESES) {
            throw error(opening, "expected at most " + DEEPEST_PARENTHESES + " parentheses in one another");
        }
        parentheses++;
        Expression inside = any();
        parentheses--;
        if (!accept(")")) {
            throw expected("')'");
        }
        return inside;
    }

    private Primary fromSymbol(Token.Identifier name) {
        Symbol symbol = symbol();
        if (nextRelation() == null) {
            return new Primary(mention(name, symbol), true);
        }
        Relation relation = relation();
        return new Primary(compare(symbol, relation, constants()), false);
    }

    /** A symbol by itself: {@code symbol != 0}, admitted where it has one bit or is negated. */
    private Expression mention(Token.Identifier name, Symbol symbol) {
        return switch (symbol) {
            case Symbol.Shorthand shorthand
            when negated -> throw error(name, "the nominal predicate " + shorthand.word() + " cannot be negated");
            case Symbol.Shorthand shorthand -> new Holds(shorthand);
            case Symbol.Field field
            when negated -> {
                Constants zero = new Constants(name, false);
                zero.numbers.add(new Token.Numeral(name.position(), Token.Format.DECIMAL, BigInteger.ZERO, null));
                yield compare(field, Relation.NE, zero);
            }
            case Symbol.Field field -> throw error(name, "expected '!= 0' with " + field.word());
            case Symbol.PortField field -> throw expected("a relational operator after " + field.word());
        };
    }

    private Primary fromConstants() {
        Constants left = constants();
        if (nextRelation() == null && left.bit() != null) {
            return new Primary(new Constant(left.bit() != negated), true);
        }
        Relation first = relation();
        Symbol symbol = symbol();
        if (nextRelation() == null) {
            return new Primary(compare(symbol, first.turned(), left), false);
        }
        Token middle = peek();
        Relation second = relation();
        Constants right = constants();
        if (!first.makesRangeWith(second)) {
            throw error(middle, "expected a range of the form 'x < field < y' or 'x > field > y'");
        }
        return new Primary(
                allOf(List.of(compare(symbol, first.turned(), left), compare(symbol, second, right))), false);
    }

    private Expression compare(Symbol symbol, Relation relation, Constants constants) {
        return switch (symbol) {
            case Symbol.PortField field -> comparePort(field, relation, constants);
            case Symbol.Shorthand shorthand -> compareBit(shorthand, relation, constants);
            case Symbol.Field field -> compareField(field, relation, constants);
        };
    }

    private Expression comparePort(Symbol.PortField field, Relation relation, Constants constants) {
        if (!constants.numbers.isEmpty() || constants.isEmptySet) {
            throw error(constants.start, "expected a string or a port group to compare with " + field.word());
        }
        requirePositiveEquality(field, relation, constants);
        return new PortIn(field, Set.copyOf(constants.ports));
    }

    private Expression compareBit(Symbol.Shorthand shorthand, Relation relation, Constants constants) {
        requireNumbers(shorthand, 1, constants);
        if (!relation.isEquality()) {
            throw error(constants.start, "only == and != with the nominal predicate " + shorthand.word());
        }
        for (Token.Numeral number : constants.numbers) {
            boolean positive = number.value().testBit(0) == (relation == Relation.EQ);
            if (positive == negated) {
                throw error(number, "the nominal predicate " + shorthand.word() + " cannot be negated");
            }
        }
        return constants.numbers.isEmpty() ? ofEmptySet(relation) : new Holds(shorthand);
    }

    private Expression compareField(Symbol.Field field, Relation relation, Constants constants) {
        requireNumbers(field, field.width(), constants);
        if (field.level() == Symbol.Level.NOMINAL) {
            requirePositiveEquality(field, relation, constants);
        }
        Relation effective = negated ? relation.inverted() : relation;
        if (!relation.isEquality()) {
            return new Ordered(field, effective, constants.single());
        }
        if (constants.numbers.isEmpty()) {
            return ofEmptySet(relation);
        }
        BigInteger allBits = BigInteger.ONE.shiftLeft(field.width()).subtract(BigInteger.ONE);
        Map<BigInteger, Set<BigInteger>> valuesByMask = new HashMap<>();
        for (Token.Numeral number : constants.numbers) {
            BigInteger mask = number.mask() == null ? allBits : number.mask();
            valuesByMask.computeIfAbsent(mask, m -> new HashSet<>()).add(number.value());
        }
        return new In(field, effective == Relation.EQ, valuesByMask);
    }

    /**
     * A comparison with a set that has no members is a constant, without the prerequisites of the field: {@code ip4.src
     * != $empty} matches IPv6, too.
     */
    private Expression ofEmptySet(Relation relation) {
        return new Constant((relation == Relation.NE) != negated);
    }

    /** Nominal fields are tested for equality only, outer {@code !} taken into account. */
    private void requirePositiveEquality(Symbol field, Relation relation, Constants constants) {
        if (relation != (negated ? Relation.NE : Relation.EQ)) {
            throw error(constants.start, "the nominal field " + field.word() + " may only be tested for equality");
        }
    }

    private void requireNumbers(Symbol symbol, int width, Constants constants) {
        if (!constants.ports.isEmpty()) {
            throw error(constants.start, "expected a number or an address to compare with " + symbol.word());
        }
        for (Token.Numeral number : constants.numbers) {
            if (number.width() > width) {
                throw error(
                        constants.start,
                        "a constant of " + number.width() + " bits is too wide for " + symbol.word() + " with "
                                + width);
            }
        }
    }

    /** What stands on the other side of a comparison; all numbers or all ports. */
    private final class Constants {
        private final Token start;
        private final boolean inBraces;
        private final List<Token.Numeral> numbers = new ArrayList<>();
        private final Set<LogicalPort> ports = new HashSet<>();
        /** Whether there is nothing but an address set without members. */
        private boolean isEmptySet;

        private boolean namesSet;

        private Constants(Token start, boolean inBraces) {
            this.start = start;
            this.inBraces = inBraces;
        }

        /** The value of a bare {@code 0} or {@code 1}, else null. */
        private @Nullable Boolean bit() {
            if (inBraces || namesSet || numbers.size() != 1) {
                return null;
            }
            Token.Numeral number = numbers.getFirst();
            boolean isBit = number.format() == Token.Format.DECIMAL
                    && number.mask() == null
                    && number.value().bitLength() <= 1;
            return isBit ? (Boolean) number.value().testBit(0) : null;
        }

        /** The one number that an order can be asked for. */
        private BigInteger single() {
            if (inBraces || namesSet) {
                throw error(start, "only == and != with sets");
            }
            Token.Numeral number = numbers.getFirst();
            if (number.mask() != null) {
                throw error(number, "only == and != with masked constants");
            }
            return number.value();
        }
    }

    private Constants constants() {
        Constants constants = new Constants(peek(), accept("{"));
        if (!constants.inBraces) {
            constant(constants);
            return constants;
        }
        do {
            constant(constants);
            accept(",");
        } while (!accept("}"));
        return constants;
    }

    private void constant(Constants constants) {
        Token token = peek();
        switch (token) {
            case Token.Numeral number -> addNumbers(constants, List.of(number));
            case Token.Text string -> addPorts(constants, List.of(new LogicalPort(string.value())));
            case Token.SetName set -> {
                constants.namesSet = true;
                addNumbers(constants, members(set));
            }
            case Token.GroupName group -> {
                constants.namesSet = true;
                addPorts(constants, ports(group));
            }
            default -> throw expected("a constant");
        }
        advance();
    }

    private void addNumbers(Constants constants, Collection<Token.Numeral> numbers) {
        if (!constants.ports.isEmpty()) {
            throw expected("a string");
        }
        constants.numbers.addAll(numbers);
        constants.isEmptySet = constants.numbers.isEmpty();
    }

    private void addPorts(Constants constants, Collection<LogicalPort> ports) {
        if (!constants.numbers.isEmpty()) {
            throw expected("a number");
        }
        constants.ports.addAll(ports);
        constants.isEmptySet = false;
    }

    private List<Token.Numeral> members(Token.SetName set) {
        @Nullable SortedSet<IpPrefix> members = sets.addressSets().get(set.name());
        if (members != null) {
            return members.stream()
                    .map(prefix -> number(set.position(), prefix))
                    .toList();
        }
        if (namesAddressesOfGroup(set.name())) {
            throw error(set, "the addresses of a port group are not known here");
        }
        missing.add("$" + set.name());
        return List.of();
    }

    private Collection<LogicalPort> ports(Token.GroupName group) {
        @Nullable SortedSet<LogicalPort> ports = sets.portGroups().get(group.name());
        if (ports == null) {
            missing.add("@" + group.name());
            return List.of();
        }
        return ports;
    }

    /** {@code $group_ip4} and {@code $group_ip6}, which OVN makes for each port group. */
    private boolean namesAddressesOfGroup(String name) {
        return (name.endsWith("_ip4") || name.endsWith("_ip6"))
                && sets.portGroups().containsKey(name.substring(0, name.length() - "_ip4".length()));
    }

    /** A member of an address set, as if it stood there: an address, or an address with a mask. */
    private static Token.Numeral number(int position, IpPrefix prefix) {
        int bits = prefix.family().bits();
        BigInteger mask = BigInteger.ONE
                .shiftLeft(prefix.length())
                .subtract(BigInteger.ONE)
                .shiftLeft(bits - prefix.length());
        return new Token.Numeral(
                position,
                prefix.family() == IpFamily.IPV4 ? Token.Format.IPV4 : Token.Format.IPV6,
                prefix.network().value(),
                prefix.length() == bits ? null : mask);
    }

    private Symbol symbol() {
        Token token = peek();
        @Nullable Symbol symbol = token instanceof Token.Identifier name ? Symbol.named(name.name()) : null;
        if (symbol == null) {
            throw expected("a field or predicate that packets have here");
        }
        advance();
        return symbol;
    }

    private Relation relation() {
        @Nullable Relation relation = nextRelation();
        if (relation == null) {
            throw expected("a relational operator");
        }
        advance();
        return relation;
    }

    private @Nullable Relation nextRelation() {
        return peek() instanceof Token.Sign sign ? Relation.of(sign.text()) : null;
    }

    private Token peek() {
        return tokens.get(next);
    }

    /** The last token, {@link Token.End}, is never passed: nobody accepts it. */
    private Token advance() {
        return tokens.get(next++);
    }

    private boolean nextIs(String sign) {
        return peek() instanceof Token.Sign found && found.text().equals(sign);
    }

    private boolean accept(String sign) {
        if (!nextIs(sign)) {
            return false;
        }
        next++;
        return true;
    }

    private IllegalArgumentException expected(String what) {
        return error(peek(), "expected " + what + ", found " + peek().shown());
    }

    private IllegalArgumentException error(Token at, String message) {
        return Tokenizer.error(at.position(), message, text);
    }
}
