package dev.recap.worker.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SenderTests {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

	private final Receiver receiver = new Receiver();

	private final Event event = new Event("e1", "item.opened", NOON, Map.of("item_id", "i1"));

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void postsASignedEvent() {
		assertThat(post(true, this.receiver.url())).isEmpty();
		assertThat(this.receiver.posts()).singleElement().satisfies((post) -> {
			assertThat(post.id()).isEqualTo("e1");
			assertThat(post.type()).isEqualTo("item.opened");
			assertThat(post.json().toString()).isEqualTo(
					"{\"id\":\"e1\",\"type\":\"item.opened\",\"created_at\":\"2026-01-31T12:00:00.000Z\",\"data\":{\"item_id\":\"i1\"}}");
			assertThat(post.signature()).startsWith("t=1769860800,v1=")
				.isEqualTo(Signature.of("secret", NOON, post.body()));
		});
	}

	/** Computed with {@code openssl dgst -sha256 -hmac secret}. */
	@Test
	void signsAsOthersDo() {
		assertThat(Signature.of("secret", NOON, "{}".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo("t=1769860800,v1=6bd59279684d582b3a785ab1b1b37b375fe46e60b7504f2de40d58633abe0dba");
	}

	@Test
	void saysWhyAnEventCouldNotBePosted() {
		this.receiver.answer(500, 410);
		assertThat(post(true, this.receiver.url())).contains("it answers 500");
		assertThat(post(true, this.receiver.url())).contains("it answers 410");
	}

	@Test
	void followsNoRedirect() {
		this.receiver.answer(302, 307);
		assertThat(post(true, this.receiver.url())).contains("it answers 302");
		assertThat(post(true, this.receiver.url())).contains("it answers 307");
		assertThat(this.receiver.posts()).hasSize(2).allSatisfy((post) -> assertThat(post.path()).isEqualTo("/hook"));
	}

	@Test
	void connectsToNoPrivateAddress() {
		assertThat(post(false, this.receiver.url()))
			.hasValueSatisfying((why) -> assertThat(why).contains("not public"));
		URI named = URI.create(this.receiver.url().toString().replace("127.0.0.1", "localhost"));
		assertThat(post(false, named)).hasValueSatisfying((why) -> assertThat(why).contains("not public"));
		assertThat(this.receiver.posts()).isEmpty();
	}

	@Test
	void readsEndpointsBesideTheSettingsForAll() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("recap.webhooks[0].url", "https://example.org/a")
			.withProperty("recap.webhooks[0].secret", "s")
			.withProperty("recap.webhooks[0].events", "item.opened,item.changed")
			.withProperty("recap.webhooks[1].url", "https://example.org/b")
			.withProperty("recap.webhooks[1].secret", "s")
			.withProperty("recap.webhooks.allow-private", "true");
		assertThat(WebhookConfiguration.endpoints(environment)).hasSize(2);
		assertThat(WebhookConfiguration.endpoints(environment).getFirst().wants("summary.updated")).isFalse();
		assertThat(WebhookConfiguration.endpoints(environment).getLast().wants("summary.updated")).isTrue();
		assertThat(WebhookConfiguration.endpoints(new MockEnvironment())).isEmpty();
	}

	@Test
	void refusesEndpointsThatCannotBe() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Endpoint(URI.create("ftp://example.org"), "s", null, null, null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Endpoint(URI.create("https://example.org"), "", null, null, null));
	}

	private Optional<String> post(boolean allowPrivate, URI url) {
		WebhookSettings settings = new WebhookSettings(allowPrivate, Duration.ofSeconds(20), Duration.ofMillis(10),
				Duration.ofMillis(20), Duration.ofMinutes(1));
		return new Sender(settings, Clock.fixed(NOON, ZoneOffset.UTC))
			.post(new Endpoint(url, "secret", null, null, null), this.event, this.event.body());
	}

}
