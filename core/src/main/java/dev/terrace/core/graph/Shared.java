package dev.terrace.core.graph;

/**
 * A node that several others look at. It lives until nobody holds it any more when the next delta is handed out: what
 * is let go and taken up again before that, as when a policy is written anew, costs nothing.
 */
abstract class Shared {

    private final Agenda agenda;
    private int holders;
    private boolean queued;

    Shared(Agenda agenda) {
        this.agenda = agenda;
    }

    final void hold() {
        holders++;
    }

    final void release() {
        if (--holders < 0) {
            throw new IllegalStateException("released more often than held: " + this);
        }
        if (holders == 0 && !queued) {
            queued = true;
            agenda.unheld(this);
        }
    }

    final boolean held() {
        return holders > 0;
    }

    /** Ends the node if still nobody holds it. */
    final void endIfUnheld() {
        queued = false;
        if (holders == 0) {
            end();
        }
    }

    /** Lets go of what it looks at, and leaves the index that it is found by. */
    abstract void end();
}
