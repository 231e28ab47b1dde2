package dev.terrace.ovn.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class JsonDecoderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SESSION = """
            {"id":1,"result":["OVN_Northbound","_Server"],"error":null}{"id":null,"method":"update2","params":["x",
            {"ACL":{"6f0d2a0e-5f0b-4b0a-9a57-8f2f0a4d6c11":{"insert":{"match":"\\"ends in \\\\","name":["set",[]],
            "priority":32767,"log":false}}}}]}  \n{"s":"\\\\"}{"t":"\\\\\\"}{","u":"\\u00fc\\ud83d\\ude00 ü😀"}
            {"numbers":[0,-1,9223372036854775807,-9223372036854775808,92233720368547758070,1.5,-2e3],"deep":[[[{}]]]}
            """;

    private static Limits limits(int messageBytes, int depth) {
        return new Limits(
                messageBytes,
                depth,
                Limits.DEFAULT.backlog(),
                Limits.DEFAULT.connect(),
                Limits.DEFAULT.call(),
                Limits.DEFAULT.probe());
    }

    private static EmbeddedChannel decoder(Limits limits) {
        return new EmbeddedChannel(new JsonDecoder(limits, RowPlaces.NONE));
    }

    private static List<JsonNode> decode(EmbeddedChannel decoder, byte[] bytes, int chunk) {
        List<JsonNode> messages = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += chunk) {
            decoder.writeInbound(
                    Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
            for (JsonNode next = decoder.readInbound(); next != null; next = decoder.readInbound()) {
                messages.add(next);
            }
        }
        return messages;
    }

    private static List<JsonNode> decode(String text, Limits limits) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decode(decoder(limits), bytes, bytes.length);
    }

    @Example
    void everyChunkSizeGivesTheSameMessages() throws IOException {
        byte[] bytes = SESSION.getBytes(StandardCharsets.UTF_8);
        List<JsonNode> expected = new ArrayList<>();
        JSON.readerFor(JsonNode.class).<JsonNode>readValues(SESSION).forEachRemaining(expected::add);
        assertThat(expected).hasSize(5);
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            assertThat(decode(decoder(Limits.DEFAULT), bytes, chunk))
                    .as("chunks of %d", chunk)
                    .isEqualTo(expected);
        }
    }

    /** Rows come one by one, and the message is what it would be without them. */
    @Example
    void everyChunkSizeGivesTheSameRows() {
        String rows =
                "{\"ACL\":{\"u1\":{\"insert\":{\"match\":\"}\\\"{\",\"n\":[\"set\",[]]}},\"u2\":null},\"Empty\":{},\"B\":{\"u3\":7}}";
        String messages = "{\"id\":1,\"result\":[true,\"t1\"," + rows + "],\"error\":null}"
                + "{\"id\":2,\"result\":" + rows + ",\"error\":null}"
                + "{\"id\":3,\"result\":" + rows + ",\"error\":null}"
                + "{\"id\":null,\"method\":\"update3\",\"params\":[\"ours\",\"t2\"," + rows + "]}"
                + "{\"method\":\"update2\",\"params\":[\"ours\"," + rows + "],\"id\":null}"
                + "{\"id\":null,\"method\":\"update\",\"params\":[\"theirs\"," + rows + "]}"
                + "{\"result\":" + rows + ",\"id\":1}";
        byte[] bytes = messages.getBytes(StandardCharsets.UTF_8);
        List<String> taken =
                List.of("ACL u1 {\"insert\":{\"match\":\"}\\\"{\",\"n\":[\"set\",[]]}}", "ACL u2 null", "B u3 7");
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            Sinks sinks = new Sinks();
            List<JsonNode> read = decode(new EmbeddedChannel(new JsonDecoder(Limits.DEFAULT, sinks)), bytes, chunk);
            assertThat(read).as("chunks of %d", chunk).hasSize(7);
            assertThat(List.of(
                            rows(read.get(0).path("result").path(2)),
                            rows(read.get(1).path("result")),
                            rows(read.get(3).path("params").path(2)),
                            rows(read.get(4).path("params").path(1))))
                    .as("chunks of %d", chunk)
                    .containsOnly(taken);
            assertThat(List.of(
                            read.get(2).path("result"),
                            read.get(5).path("params").path(1),
                            read.get(6).path("result")))
                    .allSatisfy(stayed -> assertThat(stayed.toString()).isEqualTo(rows));
            assertThat(read.get(0).path("result").path(0).asBoolean()).isTrue();
            assertThat(read.get(0).path("error").isNull()).isTrue();
            assertThat(sinks.begun).isEqualTo(4);
        }
    }

    private static List<String> rows(JsonNode value) {
        return ((Rows) ((POJONode) value).getPojo()).lines;
    }

    private static final class Rows implements RowSink {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void row(String table, String uuid, JsonNode update) {
            lines.add(table + " " + uuid + " " + update);
        }
    }

    /** Takes the rows of calls 1 and 2 and of one monitor. */
    private static final class Sinks implements RowPlaces {
        private int begun;

        @Override
        public @Nullable RowSink inResult(long id) {
            return id < 3 ? begin() : null;
        }

        @Override
        public @Nullable RowSink inUpdate(String method, String monitor) {
            return monitor.equals("ours") ? begin() : null;
        }

        private RowSink begin() {
            begun++;
            return new Rows();
        }
    }

    @Property
    void whatIsWrittenIsRead(
            @ForAll("messages") List<JsonNode> messages, @ForAll @IntRange(min = 1, max = 64) int chunk) {
        byte[] bytes = messages.stream()
                .map(JsonNode::toString)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        assertThat(decode(decoder(Limits.DEFAULT), bytes, chunk)).isEqualTo(messages);
    }

    @Provide
    Arbitrary<List<JsonNode>> messages() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars("\\\"{}[]:, a\u0001\n")
                .withCharRange('\u00a0', '\ud7ff')
                .ofMaxLength(8);
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                texts.map(JsonNodeFactory.instance::textNode),
                Arbitraries.integers().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()));
        Arbitrary<JsonNode> values = Arbitraries.recursive(
                () -> scalars,
                inner ->
                        Arbitraries.oneOf(inner.list().ofMaxSize(3).map(JsonDecoderTest::array), objects(texts, inner)),
                0,
                3);
        return objects(texts, values).list().ofMaxSize(4);
    }

    private static JsonNode array(List<JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }

    private static Arbitrary<JsonNode> objects(Arbitrary<String> names, Arbitrary<JsonNode> values) {
        return Arbitraries.maps(names, values).ofMaxSize(3).map(members -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach(object::set);
            return object;
        });
    }

    @Property
    void whateverComesItEndsAndKeepsNothingWrong(@ForAll byte[] junk, @ForAll @IntRange(min = 1, max = 9) int chunk) {
        EmbeddedChannel decoder = decoder(limits(1_000, 8));
        try {
            assertThat(decode(decoder, junk, chunk)).allMatch(JsonNode::isObject);
        } catch (Exception e) {
            assertThat(e)
                    .isInstanceOfAny(
                            JsonProcessingException.class, CorruptedFrameException.class, TooLongFrameException.class);
        }
    }

    @Property
    void aSessionWithABrokenByteEnds(@ForAll Random random) {
        byte[] bytes = SESSION.getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        whateverComesItEndsAndKeepsNothingWrong(bytes, 1 + random.nextInt(9));
    }

    @Example
    void onlyObjectsAreMessages() {
        for (String text : List.of("[]", "1 ", "\"x\"", "null ", "{}{}[")) {
            assertThatThrownBy(() -> decode(text, Limits.DEFAULT)).as(text).isInstanceOf(CorruptedFrameException.class);
        }
    }

    @Example
    void aMessageThatIsTooLongEndsTheConnection() {
        Limits limits = limits(100, 8);
        String fits = "{\"a\":\"" + "x".repeat(90) + "\"}";
        assertThat(decode(fits.repeat(20), limits)).hasSize(20);
        assertThatThrownBy(() -> decode("{\"a\":[" + "\"x\",".repeat(40), limits))
                .isInstanceOf(TooLongFrameException.class);
        assertThatThrownBy(() -> decode("{\"a\":\"" + "x".repeat(200), limits))
                .isInstanceOfAny(TooLongFrameException.class, StreamConstraintsException.class);
    }

    @Example
    void aMessageThatIsTooDeepEndsTheConnection() {
        Limits limits = limits(1_000, 8);
        assertThat(decode("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}", limits))
                .hasSize(1);
        assertThatThrownBy(() -> decode("{\"a\":" + "[".repeat(8), limits))
                .isInstanceOf(StreamConstraintsException.class);
    }

    @Example
    void bytesMayBeSpreadOverSeveralBuffers() {
        EmbeddedChannel decoder = decoder(Limits.DEFAULT);
        decoder.writeInbound(Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer("{\"a\"", StandardCharsets.UTF_8),
                Unpooled.directBuffer().writeBytes(":1}{".getBytes(StandardCharsets.UTF_8)),
                Unpooled.copiedBuffer("\"b\":2}", StandardCharsets.UTF_8)));
        assertThat(decoder.<JsonNode>readInbound()).hasToString("{\"a\":1}");
        assertThat(decoder.<JsonNode>readInbound()).hasToString("{\"b\":2}");
    }
}
