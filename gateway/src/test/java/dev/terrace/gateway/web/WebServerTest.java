package dev.terrace.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebServerTest {

    private static final ListenAddress ANYWHERE = ListenAddress.parse("127.0.0.1:0");

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger orders = new AtomicInteger();
    private WebServer web;

    @BeforeEach
    void begin() throws IOException {
        web = WebServer.start(
                ANYWHERE,
                Map.of(
                        "/here", () -> Page.plain(503, "größer\n"),
                        "/broken",
                                () -> {
                                    throw new IllegalStateException("secret");
                                }),
                Map.of("/do", () -> Page.plain(200, "done " + orders.incrementAndGet())));
    }

    @AfterEach
    void end() {
        web.close();
        client.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + web.address().getPort() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesAPageWithItsStatus() throws Exception {
        HttpResponse<String> page = ask("GET", "/here?any=thing");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).isEqualTo("größer\n");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(ask("HEAD", "/here").body()).isEmpty();
    }

    @Test
    void saysWhatThereIsWhereNothingIs() throws Exception {
        HttpResponse<String> page = ask("GET", "/here/more");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("/here");
    }

    @Test
    void changesNothing() throws Exception {
        assertThat(ask("POST", "/here").statusCode()).isEqualTo(405);
    }

    @Test
    void doesWhatItIsToldByPostOnly() throws Exception {
        assertThat(ask("GET", "/do").statusCode()).isEqualTo(405);
        assertThat(orders).hasValue(0);
        assertThat(ask("POST", "/do").body()).isEqualTo("done 1");
    }

    @Test
    void aBugIsNotTold() throws Exception {
        HttpResponse<String> page = ask("GET", "/broken");
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body()).doesNotContain("secret");
        assertThat(ask("GET", "/here").statusCode()).isEqualTo(503);
    }

    @Test
    void aPortThatIsTakenIsAnError() {
        ListenAddress taken = new ListenAddress("127.0.0.1", web.address().getPort());
        assertThatThrownBy(() -> WebServer.start(taken, Map.of(), Map.of())).isInstanceOf(BindException.class);
    }

    @Test
    void anAddressIsAHostAndAPort() {
        assertThat(ListenAddress.parse("[::1]:9100"))
                .isEqualTo(new ListenAddress("::1", 9100))
                .hasToString("[::1]:9100");
        assertThat(ListenAddress.parse(":9100")).isEqualTo(new ListenAddress("", 9100));
        assertThat(ListenAddress.parse("localhost:0")).hasToString("localhost:0");
    }
}
