package dev.recap.worker.assistant;

import java.util.List;
import java.util.concurrent.TimeoutException;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.TokenUsage;
import dev.recap.schema.event.Usage;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.worker.budget.Price;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.budget.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * What an answer costs: set aside before it, settled after it.
 *
 * @param inputTokens what the prompt has
 * @param mostTokens the longest answer; null for no limit but the model's
 */
record Bill(Spending.Reservation reservation, Price price, int inputTokens, @Nullable Integer mostTokens) {

	/** Tokens around a message. */
	private static final int FRAME = 8;

	/** Other servers' models count otherwise than we do. */
	private static final double MARGIN = 1.1;

	/**
	 * Sets aside what an answer may cost.
	 * @throws dev.recap.worker.budget.OverBudgetException when that is too much
	 */
	static Bill open(Spending spending, ReplyRequest request, String model, Price price, List<ChatMessage> prompt,
			@Nullable Integer mostTokens) {
		int input = prompt.stream().mapToInt((message) -> Tokens.count(text(message)) + FRAME).sum();
		Usage most = price.usage((long) Math.ceil(input * MARGIN), (mostTokens != null) ? mostTokens : 0);
		Spending.Call call = new Spending.Call("reply", request.conversationId(), request.userId(), model, most);
		return new Bill(spending.reserve(call), price, input, mostTokens);
	}

	private static String text(ChatMessage message) {
		return switch (message) {
			case SystemMessage system -> system.text();
			case UserMessage user -> user.singleText();
			case AiMessage ai -> String.valueOf(ai.text());
			default -> "";
		};
	}

	/** The answer was given; what the server does not tell is counted. */
	Usage settle(@Nullable TokenUsage told, String text) {
		Integer in = (told != null) ? told.inputTokenCount() : null;
		Integer out = (told != null) ? told.outputTokenCount() : null;
		Usage usage = this.price.usage((in != null && in > 0) ? in : this.inputTokens,
				(out != null && out > 0) ? out : Tokens.count(text));
		this.reservation.settle(usage);
		return usage;
	}

	/** The answer broke off; what had come of it has to be paid for. */
	void broken(Throwable failure, String text) {
		boolean late = failure instanceof TimeoutException
				|| failure instanceof dev.langchain4j.exception.TimeoutException;
		if (late || !text.isEmpty()) {
			settle(null, text);
		}
		else {
			this.reservation.release();
		}
	}

}
