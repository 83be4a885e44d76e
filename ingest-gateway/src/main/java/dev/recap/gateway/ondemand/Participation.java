package dev.recap.gateway.ondemand;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.web.ApiException;
import dev.recap.web.access.Caller;
import reactor.core.publisher.Mono;

/**
 * Knows who takes part in a conversation, by asking through the log: the gateway has no
 * database. Nothing is asked for callers who may see every conversation.
 */
public final class Participation {

	private final Summaries summaries;

	private final Duration timeout;

	Participation(Summaries summaries, Duration timeout) {
		this.summaries = summaries;
		this.timeout = timeout;
	}

	/**
	 * Completes when the caller takes part in a conversation; fails with an
	 * {@link ApiException}: 403 when not, 404 when there is no such conversation, 503 or
	 * 504 when nobody could tell.
	 */
	public Mono<Void> required(Caller caller, String conversationId) {
		return Mono.justOrEmpty(caller.user()).flatMap((user) -> check(user, conversationId)).then();
	}

	/** Completes when the conversation is the caller's own; fails like the other. */
	public Mono<Void> ownershipRequired(Caller caller, String conversationId) {
		return Mono.justOrEmpty(caller.user())
			.flatMap((user) -> check(user, conversationId))
			.filter((checked) -> !checked.owner())
			.flatMap((stranger) -> Mono
				.<Void>error(ApiException.forbidden("Only the owner of this conversation may do that")));
	}

	private Mono<AccessChecked> check(String user, String conversationId) {
		return this.summaries.check(conversationId, user)
			.flatMap(this.summaries::await)
			.timeout(this.timeout)
			.onErrorMap(TimeoutException.class,
					(late) -> ApiException.timeout("It takes long to see who takes part; ask again"))
			.flatMap(Participation::answer);
	}

	private static Mono<AccessChecked> answer(SummaryEvent event) {
		return switch (event) {
			case AccessChecked checked -> Mono.just(checked);
			case SummaryFailed failed -> Mono.error(Failures.of(failed));
			default -> Mono.error(new IllegalStateException("This answers no check"));
		};
	}

}
