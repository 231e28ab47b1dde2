package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The parameters of a call, ready to be sent. */
public final class Encoded {

    /** Leaves out what is null, because the library's operations hold a null for each member that they do not have. */
    static final ObjectMapper MAPPER = new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private final byte[] json;

    private Encoded(byte[] json) {
        this.json = json;
    }

    /** Writes anything that Jackson knows to write. */
    public static Encoded of(Object params) {
        try {
            return new Encoded(MAPPER.writeValueAsBytes(params));
        } catch (IOException e) {
            throw new UncheckedIOException("parameters that are no JSON", e);
        }
    }

    byte[] json() {
        return json;
    }
}
