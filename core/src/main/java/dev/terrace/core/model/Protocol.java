package dev.terrace.core.model;

import java.util.Locale;

/** The transport protocols that policies name, and ICMP, which they cover only when they name none. */
public enum Protocol {
    TCP,
    UDP,
    SCTP,
    /** ICMP on IPv4, ICMPv6 on IPv6. */
    ICMP;

    /** The word of OVN's match language and of flow files: {@code tcp}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
