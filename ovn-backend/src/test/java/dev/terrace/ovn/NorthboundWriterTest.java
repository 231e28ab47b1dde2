package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The writer on a server that works. */
class NorthboundWriterTest {

    private static final NorthboundServer SERVER = new NorthboundServer();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void writesAnImage() throws Exception {
        try (NorthboundWriter writer = new NorthboundWriter(SERVER.endpoint(), OWNER, WriterListener.NONE)) {
            writer.start().toCompletableFuture().get();
            Outcome outcome = writer.desire(image(policy("web", "shop_web"), policy("db", "shop_db")))
                    .toCompletableFuture()
                    .get();
            System.out.println(outcome);
            System.out.println(SERVER.dump());
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        }
    }
}
