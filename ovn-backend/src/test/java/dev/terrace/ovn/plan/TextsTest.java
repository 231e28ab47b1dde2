package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.ovn.Rows;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TextsTest {

    private static boolean isSendable(String match) {
        return Texts.flaw(Rows.acl("a", "pg", 0, 0, match, AclRow.Verb.DROP)) == null;
    }

    @Property
    void textsThatSurviveUtf8AndHaveNoNulAreSendable(@ForAll String text) {
        String back = new String(text.getBytes(UTF_8), UTF_8);
        assertThat(isSendable(text)).isEqualTo(back.equals(text) && text.indexOf('\0') < 0);
    }

    @Example
    void namesTheColumn() {
        assertThat(Texts.flaw(Rows.set("as\0"))).isEqualTo(words("external_ids"));
        assertThat(Texts.flaw(Rows.named(Rows.acl("a", "pg", 0, 0, "1", AclRow.Verb.DROP), "\uD800x")))
                .isEqualTo(words("name"));
        assertThat(Texts.flaw(Rows.acl("b", "pg", 0, 0, "\uDC00", AclRow.Verb.DROP)))
                .isEqualTo(words("match"));
        assertThat(Texts.flaw(Rows.acl("c", "pg", 0, 0, "\uD83D\uDE00", AclRow.Verb.DROP)))
                .isNull();
    }

    private static String words(String column) {
        return "not sent: a NUL or half a surrogate pair in " + column;
    }
}
