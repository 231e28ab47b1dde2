package dev.terrace.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpareHeapTest {

    private static final long MB = 1 << 20;

    private final Heap heap = new Heap();
    private boolean rests;
    private final SpareHeap spare = new SpareHeap(heap, () -> rests);

    private static final class Heap implements SpareHeap.Heap {

        private long used = 300 * MB;
        private long live = 40 * MB;
        private int collections;

        @Override
        public long used() {
            return used;
        }

        @Override
        public void collect() {
            used = live;
            collections++;
        }
    }

    private int collectionsAfterLooks() {
        spare.look();
        spare.look();
        return heap.collections;
    }

    @Test
    void whatTheFirstListsNeededIsGivenBackOnceTheGatewayRests() {
        assertThat(collectionsAfterLooks()).isZero();
        rests = true;
        assertThat(collectionsAfterLooks()).isOne();
        assertThat(collectionsAfterLooks()).as("nothing more to give back").isOne();
    }

    @Test
    void aMomentWithoutWorkIsNoRest() {
        rests = true;
        spare.look();
        rests = false;
        spare.look();
        rests = true;
        spare.look();
        assertThat(heap.collections).isZero();
    }

    @Test
    void itIsCollectedAgainWhenMuchMoreIsUsedThanWasNeeded() {
        rests = true;
        assertThat(collectionsAfterLooks()).isOne();
        heap.used = 40 * MB + 20 * MB;
        assertThat(collectionsAfterLooks())
                .as("a quarter more, and a young generation")
                .isOne();
        heap.used++;
        assertThat(collectionsAfterLooks()).isEqualTo(2);
    }

    @Test
    void aClusterThatHasGrownNeedsMore() {
        rests = true;
        heap.live = 200 * MB;
        assertThat(collectionsAfterLooks()).isOne();
        heap.used = 260 * MB;
        assertThat(collectionsAfterLooks()).isOne();
    }
}
