package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import dev.terrace.ovn.Rows;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TextsTest {

    private static boolean isSendable(String match) {
        return Texts.unsendable(Rows.image(Rows.acl("a", "pg", 0, 0, match, AclRow.Verb.DROP)))
                .isEmpty();
    }

    @Property
    void textsThatSurviveUtf8AndHaveNoNulAreSendable(@ForAll String text) {
        String back = new String(text.getBytes(UTF_8), UTF_8);
        assertThat(isSendable(text)).isEqualTo(back.equals(text) && text.indexOf('\0') < 0);
    }

    @Example
    void namesTheColumn() {
        assertThat(Texts.unsendable(Rows.image(
                        Rows.set("as\0"),
                        Rows.named(Rows.acl("a", "pg", 0, 0, "1", AclRow.Verb.DROP), "\uD800x"),
                        Rows.acl("b", "pg", 0, 0, "\uDC00", AclRow.Verb.DROP),
                        Rows.acl("c", "pg", 0, 0, "\uD83D\uDE00", AclRow.Verb.DROP))))
                .containsExactly(
                        entry(new RowKey(Table.ADDRESS_SET, "as\0"), words("external_ids")),
                        entry(new RowKey(Table.ACL, "a"), words("name")),
                        entry(new RowKey(Table.ACL, "b"), words("match")));
    }

    private static String words(String column) {
        return "not sent: a NUL or half a surrogate pair in " + column;
    }
}
