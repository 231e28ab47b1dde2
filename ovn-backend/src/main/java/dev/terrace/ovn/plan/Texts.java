package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import org.jspecify.annotations.Nullable;

/**
 * Finds the texts that no OVSDB message can carry: RFC 7047, section 3.1, forbids NUL, and half a surrogate pair has no
 * UTF-8. To such a message the server gives no answer, it ends the connection.
 */
public final class Texts {

    private Texts() {}

    /** Why a row cannot be sent; null when it can. */
    public static @Nullable String flaw(Row row) {
        for (var entry : row.externalIds().entrySet()) {
            if (!isSendable(entry.getKey()) || !isSendable(entry.getValue())) {
                return flaw(Column.EXTERNAL_IDS);
            }
        }
        return switch (row) {
            case AddressSetRow set -> isSendable(set.name()) ? null : flaw(Column.NAME);
            case PortGroupRow group -> isSendable(group.name()) ? null : flaw(Column.NAME);
            case MeterRow meter -> isSendable(meter.name()) ? null : flaw(Column.NAME);
            case MeterBandRow _ -> null;
            case AclRow acl -> {
                if (!isSendable(acl.name())) {
                    yield flaw(Column.NAME);
                }
                yield isSendable(acl.match()) ? null : flaw(Column.MATCH);
            }
        };
    }

    private static String flaw(Column column) {
        return "not sent: a NUL or half a surrogate pair in " + column.ovn();
    }

    private static boolean isSendable(String text) {
        return text.indexOf('\0') < 0 && (isWithoutSurrogates(text) || isPaired(text));
    }

    /** Asks no character by itself, because nearly all texts are so and there are many. */
    private static boolean isWithoutSurrogates(String text) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        return all < Character.MIN_SURROGATE;
    }

    private static boolean isPaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
