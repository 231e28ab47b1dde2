package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes to JSON objects. OVSDB sends objects one after the other with nothing that tells their lengths, so framing is
 * parsing: one pass of a parser that can stop at any byte and go on with the next chunk.
 *
 * <p>Anything that is not a sequence of objects within the limits is an exception, after which the connection is of no
 * use.
 */
final class JsonDecoder extends SimpleChannelInboundHandler<ByteBuf> {

    private final int messageBytes;
    private final JsonParser parser;
    private final ByteBufferFeeder feeder;
    private final Messages messages;
    private long fed;

    JsonDecoder(Limits limits, RowPlaces places) {
        messages = new Messages(places);
        messageBytes = limits.messageBytes();
        // Row UUIDs are member names: a table of names would keep every one of them as long as the connection lives.
        JsonFactory factory = new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.messageBytes())
                        .build())
                .build();
        try {
            parser = factory.createNonBlockingByteBufferParser();
        } catch (IOException e) {
            throw new IllegalStateException("a parser without a source cannot fail to open", e);
        }
        feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf chunk) throws IOException {
        for (ByteBuffer bytes : chunk.nioBuffers()) {
            parse(context, bytes);
        }
    }

    private void parse(ChannelHandlerContext context, ByteBuffer bytes) throws IOException {
        fed += bytes.remaining();
        feeder.feedInput(bytes);
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            if (messages.isEmpty() && token != JsonToken.START_OBJECT) {
                throw new CorruptedFrameException("a message that is no JSON object");
            }
            JsonNode message = messages.take(token, parser);
            if (message != null) {
                fed = 0;
                context.fireChannelRead(message);
            }
        }
        if (fed > messageBytes) {
            throw new TooLongFrameException("a message of more than " + messageBytes + " bytes");
        }
    }
}
