package dev.terrace.core.reach;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.space.ClassJudge;
import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.Share;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.verdict.Decider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who decides, as numbers: a row for each subject with one number for each other end. */
final class Deciders {

    /** Nobody judges, or no stage decided. */
    static final int NOBODY = 0;

    private final ClassJudge judge;
    private final int classes;
    private final List<@Nullable Decider> deciders = new ArrayList<>();
    private final List<Boolean> allows = new ArrayList<>();
    private final Map<Said, Integer> numbers = new HashMap<>();

    private record Said(Decider decider, boolean allows) {}

    Deciders(ClassJudge judge, int classes) {
        this.judge = judge;
        this.classes = classes;
        deciders.add(null);
        allows.add(true);
    }

    /** Who decides about the flows of a subject, by the index of the other end's class. */
    int[] row(Direction direction, EndClass subject, Relation relation, TrafficClass traffic) {
        int[] row = new int[classes];
        if (!judge.judges(subject)) {
            return row;
        }
        for (Share share : judge.shares(direction, subject, relation, traffic)) {
            if (share.action() != Action.PASS) {
                int number = number(new Said(share.decider(), share.action() == Action.ACCEPT));
                share.peers().stream().forEach(peer -> row[peer] = number);
            }
        }
        return row;
    }

    private int number(Said said) {
        return numbers.computeIfAbsent(said, _ -> {
            deciders.add(said.decider());
            allows.add(said.allows());
            return deciders.size() - 1;
        });
    }

    @Nullable Decider decider(int number) {
        return deciders.get(number);
    }

    boolean allows(int number) {
        return allows.get(number);
    }
}
