package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.ovn.replica.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a session, so that the next one goes on where it ended: the replica, how far it goes, and what cluster
 * it is of. Belongs to the executor of the sessions.
 */
public final class Bookmark {

    /** The transaction before the first ({@code ovsdb-server(7)}, "Monitor_cond_since"). */
    private static final String BEGINNING = "00000000-0000-0000-0000-000000000000";

    private Replica replica = new Replica();
    private String transaction = BEGINNING;
    private String schemaVersion = "";
    private String cluster = "";
    private long index;

    /** What the database holds, as far as we know. */
    Replica replica() {
        return replica;
    }

    /** The last transaction in the replica. */
    String transaction() {
        return transaction;
    }

    /** The replica contains that transaction now, and all before it. */
    void reached(JsonNode lastTransaction) {
        transaction = lastTransaction.asText(BEGINNING);
    }

    /** What was read so far is of no use: the next session reads all of it. */
    void forget() {
        replica = new Replica();
        transaction = BEGINNING;
    }

    /** A server with this schema is about to be read: columns may have come since. */
    void schema(String version) {
        if (!version.equals(schemaVersion)) {
            forget();
            schemaVersion = version;
        }
    }

    /** Why a server must not be believed, to a person; null when it may be. */
    @Nullable String doubt(Member member) {
        if (!member.clustered()) {
            return null;
        }
        if (isOfAnotherCluster(member)) {
            return "it belongs to the cluster " + member.cluster() + ", not to " + cluster;
        }
        if (!member.connected()) {
            return "it is not in contact with its cluster";
        }
        if (!member.leader()) {
            return "it is not the leader of its cluster";
        }
        return member.index() < index
                ? "its data are older than those that we have seen: index " + member.index() + " after " + index
                : null;
    }

    boolean isOfAnotherCluster(Member member) {
        return member.clustered()
                && !cluster.isEmpty()
                && !member.cluster().isEmpty()
                && !member.cluster().equals(cluster);
    }

    /** A server that is not in doubt. */
    void trust(Member member) {
        if (member.clustered()) {
            cluster = member.cluster();
            index = Math.max(index, member.index());
        }
    }

    /** The servers at our endpoints are another cluster now, whose data have nothing to do with the old ones. */
    public void adopt(String otherCluster) {
        forget();
        cluster = otherCluster;
        index = 0;
    }
}
