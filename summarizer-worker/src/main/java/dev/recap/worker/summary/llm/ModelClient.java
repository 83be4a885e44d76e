package dev.recap.worker.summary.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.recap.worker.budget.OverBudgetException;
import dev.recap.worker.budget.Price;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.model.ModelHttp;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.summary.EngineException;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.background.StoppedException;
import dev.recap.worker.summary.llm.CallFailure.Kind;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;

/**
 * Calls the model, and again while that may help: after the time it asks for when it is
 * busy, ever more slowly when it is late or away, and not at all for a while when it
 * failed again and again.
 */
final class ModelClient {

	private static final String PURPOSE = "summary";

	/** More ways of asking there are not. */
	private static final int DIALECTS = 6;

	/** Other servers' models count otherwise than we do. */
	private static final double MARGIN = 1.1;

	private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(20);

	private static final int LEAST_CALLS = 3;

	private static final int LAST_CALLS = 10;

	private final ChatModel model;

	private final Prompt prompt;

	private final LlmSettings settings;

	private final CallSettings calls;

	private final Price price;

	private final Spending spending;

	private final ModelUsage meters;

	private final Clock clock;

	private final CircuitBreaker breaker;

	private final IntervalFunction backoff;

	private final AtomicReference<Instant> notBefore = new AtomicReference<>(Instant.MIN);

	private volatile Dialect dialect;

	ModelClient(Prompt prompt, LlmSettings settings, CallSettings calls, Spending spending, ModelUsage meters,
			Clock clock) {
		this.prompt = prompt;
		this.settings = settings;
		this.calls = calls;
		this.price = calls.pricing()
			.getOrDefault(settings.modelName(), new Price(settings.inputPrice(), settings.outputPrice()));
		this.spending = spending;
		this.meters = meters;
		this.clock = clock;
		this.dialect = Dialect.of(settings.modelName());
		this.model = model(settings, clock);
		this.backoff = IntervalFunction.ofExponentialRandomBackoff(calls.backoff(), 2.0, 0.5, LONGEST_BACKOFF);
		this.breaker = CircuitBreaker.of("model",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(LAST_CALLS)
					.minimumNumberOfCalls(LEAST_CALLS)
					.permittedNumberOfCallsInHalfOpenState(2)
					.waitDurationInOpenState(calls.breakerPause())
					.clock(clock)
					.build());
		meters.breaker(PURPOSE, () -> switch (this.breaker.getState()) {
			case OPEN, FORCED_OPEN -> 2;
			case HALF_OPEN -> 1;
			case CLOSED, DISABLED, METRICS_ONLY -> 0;
		});
	}

	private static ChatModel model(LlmSettings settings, Clock clock) {
		OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
			.httpClientBuilder(ModelHttp.builder(settings.timeout(), clock))
			.modelName(settings.modelName())
			.apiKey(settings.key())
			.timeout(settings.timeout())
			.strictJsonSchema(true)
			.maxRetries(0);
		if (settings.baseUrl() != null) {
			builder.baseUrl(settings.baseUrl().toString());
		}
		return builder.build();
	}

	CircuitBreaker breaker() {
		return this.breaker;
	}

	/**
	 * The model's answer.
	 * @param conversationId whose budget it is paid from
	 * @throws EngineException when there is none
	 * @throws UnusableAnswerException when it is empty
	 */
	Completion ask(String conversationId, String question) {
		int tokens = this.prompt.tokens(question);
		if (tokens > this.settings.inputTokens()) {
			throw new EngineException(Reason.UNUSABLE, "A prompt of " + tokens + " tokens is too long", null);
		}
		Instant until = this.clock.instant().plus(this.calls.retryWithin());
		for (int tries = 1;; tries++) {
			awaitLeave(until);
			try {
				return guarded(conversationId, question, tokens);
			}
			catch (CallFailedException ex) {
				pause(waitAfter(ex.failure(), tries, until));
			}
		}
	}

	/** The server's last word on when it may be asked again holds for every call. */
	private void awaitLeave(Instant until) {
		Instant leave = this.notBefore.get();
		if (leave.isAfter(until)) {
			throw new EngineException("The model takes no more requests for a while", null);
		}
		Instant now = this.clock.instant();
		if (leave.isAfter(now)) {
			pause(Duration.between(now, leave));
		}
	}

	private Duration waitAfter(CallFailure failure, int tries, Instant until) {
		if (failure.kind() == Kind.NO_ANSWER) {
			throw new UnusableAnswerException("it was empty");
		}
		Duration asked = failure.retryAfter();
		if (asked != null && failure.kind().mayPass()) {
			Instant leave = this.clock.instant().plus(asked);
			this.notBefore.accumulateAndGet(leave, (one, other) -> one.isAfter(other) ? one : other);
		}
		Duration wait = (asked != null) ? jittered(asked) : Duration.ofMillis(this.backoff.apply(tries));
		if (!failure.kind().mayPass() || tries > this.calls.retries()
				|| this.clock.instant().plus(wait).isAfter(until)) {
			throw new EngineException((failure.kind() == Kind.INVALID) ? Reason.UNUSABLE : Reason.AWAY,
					failure.message(), null);
		}
		return wait;
	}

	/** Those who were sent away together do not come back together. */
	private static Duration jittered(Duration least) {
		return least.plusMillis(ThreadLocalRandom.current().nextLong(least.toMillis() / 10 + 10));
	}

	private Completion guarded(String conversationId, String question, int tokens) {
		if (!this.breaker.tryAcquirePermission()) {
			throw new EngineException("The model failed again and again, so it is not asked for a while", null);
		}
		long start = this.breaker.getCurrentTimestamp();
		try {
			Completion completion = paid(conversationId, question, tokens);
			this.breaker.onSuccess(since(start), this.breaker.getTimestampUnit());
			return completion;
		}
		catch (CallFailedException ex) {
			note(ex, start);
			throw ex;
		}
		catch (RuntimeException ex) {
			this.breaker.releasePermission();
			throw ex;
		}
	}

	private void note(CallFailedException ex, long start) {
		this.meters.failed(PURPOSE, ex.failure().kind().name().toLowerCase(Locale.ROOT));
		if (ex.failure().kind().trips()) {
			this.breaker.onError(since(start), this.breaker.getTimestampUnit(), ex);
		}
		else if (ex.failure().kind() == Kind.BUSY) {
			this.breaker.releasePermission();
		}
		else {
			this.breaker.onSuccess(since(start), this.breaker.getTimestampUnit());
		}
	}

	private long since(long start) {
		return this.breaker.getCurrentTimestamp() - start;
	}

	private Completion paid(String conversationId, String question, int tokens) {
		Spending.Call call = new Spending.Call(PURPOSE, conversationId, null, this.settings.modelName(),
				this.price.usage((long) Math.ceil(tokens * MARGIN), this.settings.outputTokens()));
		Spending.Reservation reservation = reserve(call);
		try {
			Completion completion = Completion.of(negotiated(question), tokens, this.price);
			if (completion.usage() != null) {
				reservation.settle(completion.usage());
			}
			return completion;
		}
		catch (CallFailedException ex) {
			// It may have been answered too late for us, but not for the bill.
			if (ex.failure().kind() == Kind.LATE || ex.failure().kind() == Kind.NO_ANSWER) {
				reservation.settle(call.most());
			}
			else {
				reservation.release();
			}
			throw ex;
		}
	}

	private Spending.Reservation reserve(Spending.Call call) {
		try {
			return this.spending.reserve(call);
		}
		catch (OverBudgetException ex) {
			throw new EngineException(Reason.OVER_BUDGET, String.valueOf(ex.getMessage()), null);
		}
		catch (MongoInterruptedException ex) {
			throw new StoppedException(ex);
		}
		catch (MongoException ex) {
			// Nothing is spent that cannot be noted.
			throw new EngineException("The budget cannot be read", ex);
		}
	}

	private ChatResponse negotiated(String question) {
		Dialect asked = this.dialect;
		for (int i = 1;; i++) {
			try {
				ChatRequest request = this.prompt.request(question, asked, this.settings);
				ChatResponse response = this.meters.call(PURPOSE, this.settings.modelName(),
						() -> this.model.chat(request));
				this.dialect = asked;
				return response;
			}
			catch (StoppedException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				CallFailure failure = CallFailure.of(ex);
				Dialect next = (failure.kind() == Kind.INVALID && i < DIALECTS) ? asked.after(CallFailure.body(ex))
						: null;
				if (next == null) {
					throw new CallFailedException(failure);
				}
				asked = next;
			}
		}
	}

	private static void pause(Duration wait) {
		try {
			TimeUnit.NANOSECONDS.sleep(wait.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException(ex);
		}
	}

}
