package dev.recap.observe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Traces across topics: a record carries the context it was written in, as HTTP requests
 * do (W3C Trace Context), and only if that is sampled. What is not traced is null here,
 * costs a comparison and makes no span.
 */
public final class Traces {

	/** The header of requests and of records. */
	public static final String HEADER = "traceparent";

	/** Without a tracer: never anything. */
	public static final Traces OFF = new Traces(null);

	/** Version 00, and the flag that says that it is sampled. */
	private static final Pattern SAMPLED = Pattern
		.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f][13579bdf]");

	private static final int LENGTH = 55;

	/** So many spans are made of a batch at most; the others' traces do without. */
	private static final int MOST = 32;

	private final @Nullable Tracer tracer;

	public Traces(@Nullable Tracer tracer) {
		this.tracer = tracer;
	}

	/** The span of a request or of anything else observed; null when it is not traced. */
	public static @Nullable TraceContext of(Observation.@Nullable ContextView observed) {
		TracingContext tracing = (observed != null) ? observed.get(TracingContext.class) : null;
		Span span = (tracing != null) ? tracing.getSpan() : null;
		return (span != null) ? sampled(span.context()) : null;
	}

	private static @Nullable TraceContext sampled(TraceContext context) {
		return Boolean.TRUE.equals(context.sampled()) ? context : null;
	}

	/** Says in a record's headers what caused it. */
	public static void mark(Headers headers, @Nullable TraceContext cause) {
		if (cause != null) {
			headers.remove(HEADER);
			headers.add(HEADER,
					("00-" + cause.traceId() + "-" + cause.spanId() + "-01").getBytes(StandardCharsets.US_ASCII));
		}
	}

	/** The header of a record that is traced, as it came; null when there is none. */
	public static byte @Nullable [] header(Headers headers) {
		Header header = headers.lastHeader(HEADER);
		byte[] value = (header != null) ? header.value() : null;
		return (value != null && value.length == LENGTH && (value[LENGTH - 1] & 1) == 1) ? value : null;
	}

	/** What caused a record; null when it is not traced. */
	public @Nullable TraceContext of(Headers headers) {
		byte[] header = (this.tracer != null) ? header(headers) : null;
		if (header == null) {
			return null;
		}
		Matcher parts = SAMPLED.matcher(new String(header, StandardCharsets.US_ASCII));
		return parts.matches()
				? this.tracer.traceContextBuilder().traceId(parts.group(1)).spanId(parts.group(2)).sampled(true).build()
				: null;
	}

	/** What this thread is at; null when it is not traced. */
	public @Nullable TraceContext current() {
		Span span = (this.tracer != null) ? this.tracer.currentSpan() : null;
		return (span != null) ? sampled(span.context()) : null;
	}

	/** Begins a trace, if the sampler wants it. */
	public @Nullable Span begin(String name) {
		if (this.tracer == null) {
			return null;
		}
		Span span = this.tracer.spanBuilder().setNoParent().name(name).kind(Span.Kind.SERVER).start();
		return (sampled(span.context()) != null) ? span : null;
	}

	/** Begins a part of something; null when that is not traced. */
	public @Nullable Span start(String name, Span.Kind kind, @Nullable TraceContext cause) {
		return (this.tracer != null && cause != null)
				? this.tracer.spanBuilder().setParent(cause).name(name).kind(kind).start() : null;
	}

	/** Begins a part of something, at which this thread is until it is closed. */
	public Work work(String name, Span.Kind kind, @Nullable TraceContext cause) {
		Span span = start(name, kind, cause);
		return (this.tracer != null && span != null) ? new Work(List.of(span), this.tracer.withSpan(span)) : Work.NONE;
	}

	/**
	 * Begins what is done for many records at once: a span in the trace of each that is
	 * traced, linked to the first, under which everything done appears.
	 */
	public Work batch(String name, Iterable<Headers> records) {
		if (this.tracer == null) {
			return Work.NONE;
		}
		List<Span> spans = new ArrayList<>();
		for (Headers headers : records) {
			TraceContext cause = (spans.size() < MOST) ? of(headers) : null;
			if (cause != null) {
				Span.Builder span = this.tracer.spanBuilder().setParent(cause).name(name).kind(Span.Kind.CONSUMER);
				spans.add((spans.isEmpty() ? span : span.addLink(new Link(spans.getFirst()))).start());
			}
		}
		return spans.isEmpty() ? Work.NONE : new Work(spans, this.tracer.withSpan(spans.getFirst()));
	}

	/** What a thread is at; it ends when it is closed, by the same thread. */
	public static final class Work implements AutoCloseable {

		private static final Work NONE = new Work(List.of(), null);

		private final List<Span> spans;

		private final Tracer.@Nullable SpanInScope scope;

		private Work(List<Span> spans, Tracer.@Nullable SpanInScope scope) {
			this.spans = spans;
			this.scope = scope;
		}

		/** Says something about it, in words that hold nothing of what people wrote. */
		public Work tag(String key, String value) {
			this.spans.forEach((span) -> span.tag(key, value));
			return this;
		}

		/** It failed; of why only the kind is told, since a message may quote people. */
		public void failed(Throwable failure) {
			this.spans.forEach((span) -> span.tag("error.type", failure.getClass().getName())
				.error(new IllegalStateException(failure.getClass().getName())));
		}

		@Override
		public void close() {
			if (this.scope != null) {
				this.scope.close();
			}
			this.spans.forEach(Span::end);
		}

	}

}
