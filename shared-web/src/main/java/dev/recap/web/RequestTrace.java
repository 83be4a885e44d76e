package dev.recap.web;

import dev.recap.observe.Traces;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.ContextView;

/** Where a request is in its trace; null when it is not traced. */
public final class RequestTrace {

	private RequestTrace() {
	}

	/** That of an exchange. */
	public static @Nullable TraceContext of(ServerWebExchange exchange) {
		return (exchange.getAttribute(
				ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof Observation.ContextView observed)
						? Traces.of(observed) : null;
	}

	/** That of whoever subscribes. */
	public static @Nullable TraceContext of(ContextView subscriber) {
		return (subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null) instanceof Observation observation)
				? Traces.of(observation.getContextView()) : null;
	}

}
