package dev.terrace.core.verdict;

import dev.terrace.core.model.Action;
import java.util.List;

/** What one side of a connection says. */
public sealed interface SideVerdict {

    boolean allows();

    /** No pod stands on this side, or a pod talks to itself: nobody judges, so it allows. */
    record NotJudged(String reason) implements SideVerdict {
        @Override
        public boolean allows() {
            return true;
        }
    }

    /**
     * The pod on this side was asked, stage by stage.
     *
     * @param walk every stage that was asked, in order; the last one decided if it accepted or denied, otherwise the
     *     default did, which allows
     */
    record Judged(List<StageWalk> walk) implements SideVerdict {
        public Judged {
            walk = List.copyOf(walk);
        }

        @Override
        public boolean allows() {
            return walk.getLast().action() != Action.DENY;
        }

        /** Whether no stage accepted or denied, so that the default allows. */
        public boolean byDefault() {
            Action last = walk.getLast().action();
            return last == null || last == Action.PASS;
        }
    }
}
