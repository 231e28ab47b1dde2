package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private static final DesiredImage IMAGE = Rows.image(Rows.set("as", "10.0.0.1/32"));

    private final Mailbox mailbox = new Mailbox();

    private static DesiredDelta delta(RowDelta change) {
        TreeMap<RowKey, RowDelta> rows = new TreeMap<>();
        rows.put(change.key(), change);
        return new DesiredDelta(rows);
    }

    private static DesiredDelta adds(String address) {
        return delta(new RowDelta.Addresses("as", Set.of(IpPrefix.parse(address)), Set.of()));
    }

    private static DesiredDelta removes(String address) {
        return delta(new RowDelta.Addresses("as", Set.of(), Set.of(IpPrefix.parse(address))));
    }

    private Mailbox.Delivery take() {
        return Objects.requireNonNull(mailbox.take());
    }

    @Test
    void changesNeedAnImageFirst() {
        assertThatThrownBy(() -> mailbox.put(adds("10.0.0.2/32"))).isInstanceOf(IllegalStateException.class);
        assertThat(mailbox.take()).isNull();
    }

    @Test
    void whatWaitsIsOneDeliveryWithOneOutcome() {
        Mailbox.Receipt first = mailbox.put(IMAGE);
        Mailbox.Receipt second = mailbox.put(adds("10.0.0.2/32"));
        assertThat(first.first()).isTrue();
        assertThat(second.first()).isFalse();
        assertThat(second.outcome()).isSameAs(first.outcome());

        Mailbox.Delivery delivery = take();
        assertThat(delivery).isEqualTo(new Mailbox.Delivery(IMAGE, adds("10.0.0.2/32"), first.outcome()));
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.put(adds("10.0.0.3/32")).first()).isTrue();
        assertThat(take().image()).isNull();
    }

    @Test
    void changesOfOneRowBecomeOne() {
        mailbox.put(IMAGE);
        take();
        for (int i = 2; i < 200; i++) {
            mailbox.put(adds("10.0.0." + i + "/32"));
            mailbox.put(removes("10.0.0." + (i - 1) + "/32"));
        }
        DesiredDelta changes = take().changes();
        assertThat(IMAGE.with(changes)).isEqualTo(Rows.image(Rows.set("as", "10.0.0.199/32")));
        assertThat(changes)
                .isEqualTo(delta(new RowDelta.Addresses(
                        "as", Set.of(IpPrefix.parse("10.0.0.199/32")), Set.of(IpPrefix.parse("10.0.0.1/32")))));
    }

    @Test
    void whatIsTakenBackIsNoChangeButHasAnOutcome() {
        mailbox.put(IMAGE);
        take();
        mailbox.put(adds("10.0.0.2/32"));
        mailbox.put(removes("10.0.0.2/32"));
        assertThat(take().changes()).isEqualTo(DesiredDelta.EMPTY);
    }

    @Test
    void anImageReplacesAllBeforeIt() {
        mailbox.put(IMAGE);
        mailbox.put(adds("10.0.0.2/32"));
        mailbox.put(DesiredImage.EMPTY);
        Mailbox.Delivery delivery = take();
        assertThat(delivery.image()).isEqualTo(DesiredImage.EMPTY);
        assertThat(delivery.changes()).isEqualTo(DesiredDelta.EMPTY);
    }

    @Test
    void changesThatDoNotFitAreRefusedAsAWhole() {
        mailbox.put(IMAGE);
        take();
        mailbox.put(delta(new RowDelta.Gone(Rows.set("as").key())));
        assertThatThrownBy(() -> mailbox.put(adds("10.0.0.2/32"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(take().changes())
                .isEqualTo(delta(new RowDelta.Gone(Rows.set("as").key())));
    }
}
