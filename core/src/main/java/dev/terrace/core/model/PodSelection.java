package dev.terrace.core.model;

import dev.terrace.core.selector.LabelSelector;

/**
 * A set of pods by labels: what a subject and a peer have in common. It selects {@link PodFact#selectable() selectable}
 * pods only.
 *
 * @param scope where to look
 * @param pods which pods to take there
 */
public record PodSelection(NamespaceScope scope, LabelSelector pods) {

    /** The pods of one namespace. */
    public static PodSelection in(String namespace, LabelSelector pods) {
        return new PodSelection(new NamespaceScope.Own(namespace), pods);
    }

    /** The pods of the namespaces that match. */
    public static PodSelection across(LabelSelector namespaces, LabelSelector pods) {
        return new PodSelection(new NamespaceScope.Matching(namespaces), pods);
    }

    public boolean selects(PodFact pod, NamespaceFact namespace) {
        return pod.selectable() && names(pod, namespace);
    }

    /** Whether the pod is meant by its labels and namespace, whether it can be selected or not. */
    public boolean names(PodFact pod, NamespaceFact namespace) {
        return looksIn(namespace) && pods.matches(pod.labels());
    }

    /** Whether it looks for pods in a namespace at all. */
    public boolean looksIn(NamespaceFact namespace) {
        return scope.covers(namespace);
    }
}
