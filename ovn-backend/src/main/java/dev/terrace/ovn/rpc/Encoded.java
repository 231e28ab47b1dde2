package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
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
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator generator = new Direct(MAPPER.createGenerator(bytes))) {
            MAPPER.writeValue(generator, params);
            return new Encoded(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("parameters that are no JSON", e);
        }
    }

    /** The library's serializers write each text as if it could be any object, for which Jackson prepares anew. */
    private static final class Direct extends JsonGeneratorDelegate {

        Direct(JsonGenerator generator) {
            super(generator);
        }

        @Override
        public void writeObject(Object value) throws IOException {
            if (value instanceof String text) {
                writeString(text);
            } else {
                super.writeObject(value);
            }
        }
    }

    byte[] json() {
        return json;
    }
}
