package dev.terrace.ovn.session;

/** Hears of an open session, on the executor of the session. */
public interface SessionListener {

    /** The replica has changed, or whether we are elected. */
    void changed();

    /** The server has another schema now; the session has to be {@linkplain Session#renew opened anew}. */
    void converted();
}
