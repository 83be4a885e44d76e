package dev.recap.worker.assistant;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.recap.schema.Identifiers;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.worker.budget.OverBudgetException;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.mask.Masks;
import dev.recap.worker.model.HttpFailure;
import dev.recap.worker.share.ModelUsage;
import org.jspecify.annotations.Nullable;

/** Answers one message: context, model, answer into the log, in this order. */
final class Assistant {

	private static final int TITLE_LENGTH = 60;

	private static final int RETRY_SECONDS = 5;

	private final AssistantSettings settings;

	private final AssistantContext context;

	private final AssistantStore store;

	private final ReplyModel model;

	private final Outbox outbox;

	private final Spending spending;

	private final ModelUsage meters;

	private final Clock clock;

	private final Map<String, ReplyStream> running = new ConcurrentHashMap<>();

	Assistant(AssistantSettings settings, AssistantStore store, ReplyModel model, Outbox outbox, Spending spending,
			ModelUsage meters, Clock clock) {
		this.settings = settings;
		this.context = new AssistantContext(settings);
		this.store = store;
		this.model = model;
		this.outbox = outbox;
		this.spending = spending;
		this.meters = meters;
		this.clock = clock;
	}

	/** Where answers go. */
	interface Outbox {

		/** Publishes a piece of an answer; does not wait. */
		void chunk(ReplyEvent event);

		/** Publishes an event and waits until it is in the log. */
		void log(ChatEvent event);

	}

	/** Whether the message to answer is in the archive yet. */
	boolean ready(ReplyRequest request) {
		return this.store.applied(request.position());
	}

	/**
	 * Answers.
	 * @param attempt which delivery of the request this is, from 1
	 */
	void answer(ReplyRequest request, int attempt) throws InterruptedException {
		Optional<ConversationDocument> found = this.store.conversation(request.conversationId());
		Optional<MessageDocument> asked = found
			.flatMap((conversation) -> this.store.message(conversation, request.messageId()));
		if (found.isEmpty() || asked.isEmpty()) {
			fail(request, "not_found", "The conversation is gone", null);
			return;
		}
		Optional<MessageDocument> given = this.store.message(found.get(), request.replyId());
		if (given.isPresent()) {
			complete(request, found.get(), asked.get(), given.get());
			return;
		}
		if (this.clock.instant().isAfter(request.expiresAt())) {
			fail(request, "timeout", "Nobody waited for the answer any more", null);
			return;
		}
		String name = (request.model() != null) ? request.model() : this.settings.model();
		if (!this.settings.configured() || name == null) {
			fail(request, "llm_not_configured",
					"No model is configured: set recap.assistant.model with api-key or base-url", null);
			return;
		}
		if (!this.settings.allows(name)) {
			fail(request, "invalid_request", "model '" + name + "' is not one of those allowed", null);
			return;
		}
		stream(request, attempt, name, found.get(), asked.get());
	}

	/** Nobody waits for this answer any more. */
	void cancel(String requestId) {
		ReplyStream stream = this.running.get(requestId);
		if (stream != null) {
			stream.cancel();
		}
	}

	private void stream(ReplyRequest request, int attempt, String name, ConversationDocument conversation,
			MessageDocument asked) throws InterruptedException {
		List<MessageDocument> latest = this.store.upTo(conversation, asked, this.context.messages());
		String summary = (conversation.summary() != null) ? conversation.summary().summary() : null;
		Masks masks = new Masks(this.settings.mask());
		List<ChatMessage> prompt = this.context.prompt(summary, latest, masks);
		Bill bill = bill(request, name, prompt);
		if (bill == null) {
			return;
		}
		int[] offset = { 0 };
		ReplyStream stream = new ReplyStream(masks.pieces(), (delta) -> {
			this.outbox.chunk(new ReplyDelta(request.requestId(), attempt, offset[0], delta));
			offset[0] += delta.length();
		});
		this.running.put(request.requestId(), stream);
		try {
			Throwable failure = streamed(request, name, prompt, bill, stream);
			if (failure != null) {
				bill.broken(failure, stream.text());
				fail(request, failure);
				return;
			}
			finish(request, name, conversation, asked, stream, bill);
		}
		finally {
			this.running.remove(request.requestId());
		}
	}

	private @Nullable Throwable streamed(ReplyRequest request, String name, List<ChatMessage> prompt, Bill bill,
			ReplyStream stream) throws InterruptedException {
		return this.meters.call("reply", name, () -> {
			this.model.stream(name, prompt, request.temperature(), bill.mostTokens(), stream);
			return stream.await(this.settings.connectTimeout(), this.settings.stallTimeout());
		});
	}

	/** What an answer may cost, set aside; null when that is too much. */
	private @Nullable Bill bill(ReplyRequest request, String name, List<ChatMessage> prompt) {
		Integer most = (request.maxTokens() == null && this.spending.limited()) ? (Integer) this.settings.mostTokens()
				: request.maxTokens();
		try {
			return Bill.open(this.spending, request, name, this.settings.price(name), prompt, most);
		}
		catch (OverBudgetException ex) {
			Duration wait = ex.retryAfter();
			fail(request, "rate_limited", String.valueOf(ex.getMessage()),
					(wait != null) ? (Integer) Math.toIntExact(wait.toSeconds() + 1) : null);
			return null;
		}
	}

	private void finish(ReplyRequest request, String name, ConversationDocument conversation, MessageDocument asked,
			ReplyStream stream, Bill bill) {
		String text = stream.text();
		Usage usage = bill.settle(stream.usage(), text);
		if (text.isEmpty()) {
			fail(request, "unavailable", "The model gave no answer", RETRY_SECONDS);
			return;
		}
		if (isGone(request)) {
			// What was erased meanwhile must not come back with its answer.
			fail(request, "not_found", "The conversation is gone", null);
			return;
		}
		Map<String, Object> metadata = stream.wasCancelled() ? Map.of("model", name, "cancelled", true)
				: Map.of("model", name);
		this.outbox.log(new MessagePosted(request.conversationId(), request.replyId(), Identifiers.ASSISTANT,
				Role.ASSISTANT, text, this.clock.instant(), metadata, asked.messageId(), usage));
		complete(request, titled(conversation, asked), text, usage, 1);
	}

	private boolean isGone(ReplyRequest request) {
		return this.store.conversation(request.conversationId())
			.flatMap((now) -> this.store.message(now, request.messageId()))
			.isEmpty();
	}

	private void complete(ReplyRequest request, ConversationDocument conversation, String text, @Nullable Usage usage,
			int more) {
		String name = (request.model() != null) ? request.model() : String.valueOf(this.settings.model());
		this.outbox.chunk(new ReplyCompleted(request.requestId(), request.conversationId(), request.replyId(), text,
				name, conversation.title(), conversation.messageCount() + more,
				(usage != null) ? usage : new Usage(0, 0, 0)));
	}

	/**
	 * Says again what an earlier delivery has put into the log, which may have broken off
	 * before the title was there.
	 */
	private void complete(ReplyRequest request, ConversationDocument conversation, MessageDocument asked,
			MessageDocument given) {
		boolean counted = conversation.hasApplied(given.partition(), given.offset());
		complete(request, titled(conversation, asked), given.content(), given.usage(), counted ? 0 : 1);
	}

	/** A conversation without a title is named after what was asked first. */
	private ConversationDocument titled(ConversationDocument conversation, MessageDocument asked) {
		if (conversation.title() != null) {
			return conversation;
		}
		String title = title(asked.content());
		this.outbox.log(new ConversationUpdated(conversation.id(), this.clock.instant(), title, null, null));
		return new ConversationDocument(conversation.id(), conversation.userId(), title, conversation.metadata(),
				conversation.status(), conversation.createdAt(), conversation.updatedAt(), conversation.messageCount(),
				conversation.firstAt(), conversation.lastAt(), conversation.lastMessage(), conversation.usage(),
				conversation.summary(), conversation.applied(), conversation.generation(), conversation.erased());
	}

	static String title(String asked) {
		String line = asked.strip().lines().findFirst().orElse("").replaceAll("\\s+", " ");
		if (line.length() <= TITLE_LENGTH) {
			return line;
		}
		int end = line.lastIndexOf(' ', TITLE_LENGTH);
		return line.substring(0, (end > TITLE_LENGTH / 2) ? end : TITLE_LENGTH) + "…";
	}

	private void fail(ReplyRequest request, Throwable failure) {
		switch (failure) {
			case TimeoutException late -> fail(request, "timeout", "The model took too long", null);
			case dev.langchain4j.exception.TimeoutException late ->
				fail(request, "timeout", "The model took too long", null);
			case RateLimitException busy ->
				fail(request, "rate_limited", "The model takes no more requests now", retryAfter(busy));
			case AuthenticationException refused ->
				fail(request, "llm_not_configured", "The model refuses the configured key", null);
			case ModelNotFoundException unknown ->
				fail(request, "llm_not_configured", "The model does not exist", null);
			case InvalidRequestException invalid ->
				fail(request, "invalid_request", "The model refuses this request", null);
			default -> fail(request, "unavailable", "The model is away; try again", RETRY_SECONDS);
		}
	}

	/** Whole seconds, as the server said it. */
	private static int retryAfter(RateLimitException busy) {
		Duration said = (busy.getCause() instanceof HttpFailure http) ? http.retryAfter() : null;
		return (said != null) ? (int) Math.min(said.plusMillis(999).toSeconds(), Integer.MAX_VALUE) : RETRY_SECONDS;
	}

	private void fail(ReplyRequest request, String code, String error, @Nullable Integer retryAfter) {
		this.meters.failed("reply", code);
		this.outbox.chunk(new ReplyFailed(request.requestId(), request.conversationId(), code, error, retryAfter));
	}

}
