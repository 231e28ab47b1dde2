package dev.terrace.ovn;

/** The Northbound database cannot be used; the message is one line for a person. */
public final class NorthboundException extends Exception {

    public NorthboundException(String line) {
        super(line);
    }
}
