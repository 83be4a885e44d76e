package dev.recap.observe;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TracesTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACED = "00-" + TRACE + "-b7ad6b7169203331-01";

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final Traces traces = traces(Sampler.parentBased(Sampler.alwaysOff()));

	@Test
	void aRecordsContextIsThatOfWhatIsDoneForIt() {
		TraceContext cause = this.traces.of(headers(TRACED));
		Headers next = new RecordHeaders();
		try (Traces.Work work = this.traces.work("part", Span.Kind.CONSUMER, cause)) {
			work.tag("a", "b");
			Traces.mark(next, this.traces.current());
		}
		assertThat(this.traces.current()).isNull();
		assertThat(this.spans.getFinishedSpanItems()).singleElement().satisfies((span) -> {
			assertThat(span.getTraceId()).isEqualTo(TRACE);
			assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
			assertThat(new String(next.lastHeader(Traces.HEADER).value(), StandardCharsets.US_ASCII))
				.isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "",
			"00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
			"xx-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more" })
	void whatIsNotSampledOrNoContextIsNotTraced(String header) {
		assertThat(this.traces.of(headers(header))).isNull();
		try (Traces.Work work = this.traces.batch("part", List.of(headers(header)))) {
			work.tag("a", "b");
		}
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
	}

	@Test
	void aBatchAppearsInTheTraceOfEachTracedRecord() {
		String other = TRACED.replace('0', '1').replaceFirst("^11", "00").replaceFirst("-11$", "-01");
		try (Traces.Work work = this.traces.batch("part",
				List.of(new RecordHeaders(), headers(TRACED), headers(other)))) {
			work.tag("a", "b");
		}
		assertThat(this.spans.getFinishedSpanItems()).hasSize(2)
			.extracting((span) -> span.getLinks().size())
			.containsExactly(0, 1);
	}

	@Test
	void beginsOnlyWhatTheSamplerWants() {
		assertThat(this.traces.begin("frame")).isNull();
		assertThat(traces(Sampler.alwaysOn()).begin("frame")).isNotNull();
	}

	@Test
	void makesNothingWhenItIsOff() {
		assertThat(Traces.OFF.of(headers(TRACED))).isNull();
		assertThat(Traces.OFF.begin("frame")).isNull();
		assertThat(Traces.OFF.current()).isNull();
		assertThat(Traces.OFF.work("part", Span.Kind.CLIENT, null))
			.isSameAs(Traces.OFF.batch("part", List.of(headers(TRACED))));
	}

	private Traces traces(Sampler sampler) {
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(sampler)
			.addSpanProcessor(SimpleSpanProcessor.create(this.spans))
			.build();
		return new Traces(new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), (event) -> {
		}));
	}

	private static Headers headers(String header) {
		return new RecordHeaders().add(Traces.HEADER, header.getBytes(StandardCharsets.US_ASCII));
	}

}
