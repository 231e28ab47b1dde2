package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.ovn.plan.Step.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a plan one after the other, stage by stage; each stage is put in order when its turn comes.
 *
 * <p>New groups come with their new ACLs, each in one step and as one row, instead of being written again for each ACL.
 * For that, ACLs may change places where no verdict changes by it. In the order in which OVN asks, they form layers,
 * inside of which they come group by group. What a group has in further layers comes with those.
 *
 * <p>Amid other ACLs of ours a layer is all of one action: so whatever of the new ACLs is there, the first of them that
 * matches a packet does what the first of all would do, and beside old ACLs that say the same nothing is let through or
 * stopped on the way. Where there are none, all passes until the new ones come, and enough is that nothing is opened
 * again: a layer is first such that allow, then such that pass, then such that drop.
 */
final class Sequence implements Iterator<Step> {

    private final boolean amid;
    private final Bounds bounds;
    private final Map<Stage, List<Step>> stages = new EnumMap<>(Stage.class);
    private final Map<UUID, Step> expected = new HashMap<>();
    private final Map<UUID, Whole> wholes = new LinkedHashMap<>();
    private final List<Step> others = new ArrayList<>();
    private final Iterator<Stage> coming = List.of(Stage.values()).iterator();
    private Iterator<Step> current = List.<Step>of().iterator();

    /**
     * A sequence of steps that are in no order.
     *
     * @param amid whether the database has ACLs of ours
     * @param bounds of a transaction, which nothing that is put together exceeds
     */
    Sequence(List<Step> steps, boolean amid, Bounds bounds) {
        this.amid = amid;
        this.bounds = bounds;
        for (Stage stage : Stage.values()) {
            stages.put(stage, new ArrayList<>());
        }
        for (Step step : steps) {
            of(step.stage()).add(step);
        }
        expect();
    }

    private List<Step> of(Stage stage) {
        return stages.getOrDefault(stage, List.of());
    }

    /**
     * Finds the groups that can wait for their first ACL. One with so many ports that they take several steps cannot,
     * nor can one on which something hangs before.
     */
    private void expect() {
        Set<UUID> hung = new HashSet<>();
        for (Step step : of(Stage.ENFORCE)) {
            if (step.edits().getFirst() instanceof Edit.CreateAcl) {
                hung.add(step.edits().getLast().row());
            }
        }
        for (Step step : of(Stage.CLOSE)) {
            step.edits().forEach(edit -> hung.remove(edit.row()));
        }
        of(Stage.PREPARE).removeIf(step -> {
            boolean later = step.edits().getFirst() instanceof Edit.CreatePortGroup group
                    && group.ports().size() < Members.PER_STEP
                    && hung.contains(group.row());
            if (later) {
                expected.put(step.edits().getFirst().row(), step);
            }
            return later;
        });
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && coming.hasNext()) {
            Stage stage = coming.next();
            List<Step> steps = of(stage);
            Step.sort(steps, stage);
            current = (stage == Stage.ENFORCE ? inLayers(steps) : steps).iterator();
        }
        return current.hasNext();
    }

    @Override
    public Step next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    private List<Step> inLayers(List<Step> steps) {
        List<Step> ordered = new ArrayList<>(steps.size());
        int rank = 0;
        for (Step step : steps) {
            AclRow acl = acl(step);
            int next = acl == null ? 0 : rank(acl);
            if (acl == null || next < rank || (amid && next > rank)) {
                endLayer(ordered);
            }
            add(step);
            if (acl == null) {
                endLayer(ordered);
            }
            rank = next;
        }
        endLayer(ordered);
        return ordered;
    }

    /** The ACL that a step writes; null where it only hangs one elsewhere. */
    private static @Nullable AclRow acl(Step step) {
        return switch (step.edits().getFirst()) {
            case Edit.CreateAcl create -> create.content();
            case Edit.Revise(UUID _, AclRow acl, Map<Column, String> _) -> acl;
            default -> null;
        };
    }

    /** How little an ACL lets through. */
    private static int rank(AclRow acl) {
        return switch (acl.action()) {
            case ALLOW_RELATED -> 0;
            case PASS -> 1;
            case DROP -> 2;
        };
    }

    private void add(Step step) {
        for (Edit edit : step.edits()) {
            Step creation = expected.remove(edit.row());
            if (creation != null) {
                wholes.put(edit.row(), new Whole(creation));
            }
        }
        Whole whole = wholes.get(step.edits().getLast().row());
        if (whole == null || !(step.edits().getFirst() instanceof Edit.CreateAcl acl) || !whole.takes(acl, bounds)) {
            others.add(step);
        }
    }

    private void endLayer(List<Step> ordered) {
        wholes.values().forEach(whole -> ordered.add(whole.step()));
        ordered.addAll(others);
        wholes.clear();
        others.clear();
    }

    /** A group and those of its ACLs that come with it. */
    private static final class Whole {
        private final Step creation;
        private final Edit.CreatePortGroup group;
        private final List<Edit> acls = new ArrayList<>();
        private final Set<UUID> references = new HashSet<>();
        private long bytes;

        Whole(Step creation) {
            this.creation = creation;
            this.group = (Edit.CreatePortGroup) creation.edits().getFirst();
            this.bytes = group.bytes();
        }

        /** Adds an ACL unless there would be too much then. */
        boolean takes(Edit.CreateAcl acl, Bounds bounds) {
            long more = bytes + acl.bytes() + Edit.Size.REFERENCE;
            if (acls.size() + 2 > bounds.operations() || more > bounds.bytes()) {
                return false;
            }
            bytes = more;
            acls.add(acl);
            references.add(acl.row());
            return true;
        }

        Step step() {
            List<Edit> edits = new ArrayList<>(acls.size() + 1);
            edits.add(new Edit.CreatePortGroup(group.row(), group.content(), group.ports(), references));
            edits.addAll(acls);
            return new Step(creation.key(), Stage.ENFORCE, edits.toArray(Edit[]::new));
        }
    }
}
