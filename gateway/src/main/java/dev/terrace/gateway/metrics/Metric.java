package dev.terrace.gateway.metrics;

/** Every metric, with the name that Micrometer knows it by and the words that stand in {@code docs/metrics.md}. */
enum Metric {
    LIVE("terrace.live", "1 while the loops move, as /healthz says"),
    READY("terrace.ready", "1 while the database is, and stays, as the source says, as /readyz does"),

    SOURCE_SYNCED("terrace.source.synced", "1 once the source has been read whole"),
    SOURCE_EVENTS("terrace.source.events", "Changes of objects that the source has told"),
    SOURCE_OBJECTS("terrace.source.objects", "Objects that the source has now, by kind"),
    SOURCE_TROUBLE("terrace.source.trouble", "1 while objects of a kind cannot be read, as /readyz and the log say"),
    FAILING_CLOSED("terrace.policies.failing.closed", "Policies now that have a problem, and so are closed in part"),
    PROBLEMS("terrace.policies.problems", "Problems of policies now, by the reason of their condition"),
    CONTRADICTING(
            "terrace.policies.contradicting", "Policies that disagree with one of equal priority, at the last look"),

    EVENTS(
            "terrace.gateway.events",
            "Changes of objects that were taken in, of several of one object at once the last"),
    FLUSHES("terrace.gateway.flush", "From taking in a batch of changes to having its rows"),
    LONGEST_FLUSH("terrace.gateway.flush.longest", "The longest of these times"),
    ROWS_HANDED_OVER("terrace.gateway.rows", "Rows, or changes of rows, that were handed to the writer"),
    SELF_CHECKS("terrace.gateway.self.checks", "Comparisons of the rows with a full translation"),
    DIVERGENCES("terrace.gateway.divergences", "Such comparisons that did not agree; more than 0 is a bug"),
    RECOMPUTES("terrace.gateway.recomputes", "Full translations because the graph had failed or diverged"),
    NODE_EVENTS("terrace.graph.events", "Changes of its inputs that made a difference to a node of the graph"),
    NODE_EVALUATIONS("terrace.graph.evaluations", "How often a node looked whether something belongs"),
    NODE_RECOMPUTES("terrace.graph.recomputes", "How often a part of a node was computed from scratch"),
    NODE_TIME("terrace.graph.seconds", "Time of what began at a node of the graph, with all that followed at once"),
    NODE_SIZE("terrace.graph.size", "Of how many things a node consists now"),

    PHASE("terrace.writer.phase", "1 for what the writer is doing, 0 for the other phases"),
    CONNECTIONS("terrace.writer.connections", "Connections to the Northbound database that were made"),
    ENDPOINT_LEFT_OUT("terrace.writer.endpoint.left.out", "1 while an endpoint is left out because it failed"),
    TRANSACTIONS("terrace.writer.transactions", "Transactions that were committed"),
    ROWS_WRITTEN("terrace.writer.rows.written", "Rows that were inserted, changed or removed"),
    DRIFT_HEALED(
            "terrace.writer.drift.healed", "Rows that others had changed, removed or added, and that were put right"),
    REVIEWS("terrace.writer.reviews", "Comparisons of everything though nothing was known to differ"),
    OVERLOOKED("terrace.writer.overlooked", "Comparisons of everything that found something; more than 0 is a bug"),
    OWN_ROWS("terrace.writer.rows", "Rows of ours in the database"),
    LOGICAL_PORTS("terrace.writer.logical.ports", "Logical switch ports in the database"),
    REJECTED("terrace.writer.rows.rejected", "Rows that the server will not have at present, or that are held back"),
    EPOCH("terrace.writer.epoch", "The epoch of our fence; it rises when another writer took our place"),
    DATAPATH_DELAY(
            "terrace.writer.datapath.delay",
            "From a commit to the datapath of every hypervisor, at most once a second");

    private final String id;
    private final String meaning;

    Metric(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    String id() {
        return id;
    }

    String meaning() {
        return meaning;
    }
}
