package dev.recap.standalone.deploy;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.sasl.SaslException;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;

/**
 * A MongoDB that answers nobody before they have shown who they are (SCRAM-SHA-256): the
 * server that is tested against knows no users, so Kafka's side of that exchange speaks.
 */
final class GuardedBackend extends MemoryBackend {

	private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;

	/** What a driver asks before it can sign in. */
	private static final Set<String> OPEN = Set.of("ismaster", "hello", "ping", "buildinfo");

	private static final int UNAUTHORIZED = 13;

	private static final int AUTHENTICATION_FAILED = 18;

	private static final int ITERATIONS = 15_000;

	private final Map<Channel, ScramSaslServer> exchanges = new ConcurrentHashMap<>();

	private final String user;

	private final ScramCredential credential;

	GuardedBackend(String user, String password) throws GeneralSecurityException {
		this.user = user;
		this.credential = new ScramFormatter(MECHANISM).generateCredential(password, ITERATIONS);
	}

	@Override
	public Document handleCommand(Channel channel, String database, String command, Document query) {
		if (command.equals("saslStart")) {
			this.exchanges.put(channel, begin());
		}
		if (command.startsWith("sasl")) {
			return proceed(channel, ((BinData) query.get("payload")).getData());
		}
		if (!OPEN.contains(command.toLowerCase()) && !signedIn(channel)) {
			throw new MongoServerError(UNAUTHORIZED, "Unauthorized", "Command " + command + " requires authentication");
		}
		Document answer = super.handleCommand(channel, database, command, query);
		if (query.containsKey("saslSupportedMechs")) {
			answer.put("saslSupportedMechs", List.of(MECHANISM.mechanismName()));
		}
		return answer;
	}

	private boolean signedIn(Channel channel) {
		ScramSaslServer exchange = this.exchanges.get(channel);
		return exchange != null && exchange.isComplete();
	}

	private ScramSaslServer begin() {
		try {
			return new ScramSaslServer(MECHANISM, Map.of(), this::identify);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void identify(Callback[] callbacks) {
		if (((NameCallback) callbacks[0]).getDefaultName().equals(this.user)) {
			((ScramCredentialCallback) callbacks[1]).scramCredential(this.credential);
		}
	}

	private Document proceed(Channel channel, byte[] payload) {
		ScramSaslServer exchange = this.exchanges.get(channel);
		try {
			byte[] answer = exchange.evaluateResponse(payload);
			return new Document("conversationId", 1).append("done", exchange.isComplete())
				.append("payload", new BinData(answer))
				.append("ok", 1);
		}
		catch (SaslException ex) {
			throw new MongoServerError(AUTHENTICATION_FAILED, "AuthenticationFailed", "Authentication failed.");
		}
	}

	@Override
	public void handleClose(Channel channel) {
		this.exchanges.remove(channel);
		super.handleClose(channel);
	}

}
