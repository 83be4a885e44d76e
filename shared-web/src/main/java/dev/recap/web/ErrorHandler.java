package dev.recap.web;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import dev.recap.schema.ErrorBody;
import dev.recap.schema.Json;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.CodecException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.core.JacksonException;

/** Renders every failure of a request as the one error body. */
@Order(-2)
final class ErrorHandler implements ErrorWebExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ErrorHandler.class);

	private final Clock clock;

	private final AllowedMethods methods;

	ErrorHandler(Clock clock, AllowedMethods methods) {
		this.clock = clock;
		this.methods = methods;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		if (failure instanceof AbortedException) {
			// The client is gone, and that is nobody's fault.
			return Mono.empty();
		}
		if (exchange.getResponse().isCommitted()) {
			// The client has half an answer: only a broken connection tells it so.
			return Mono.error(failure);
		}
		if (failure instanceof ErrorResponse unmapped && unmapped.getStatusCode() == HttpStatus.NOT_FOUND) {
			return this.methods.at(exchange)
				.flatMap((allowed) -> write(exchange, notFound(exchange, failure, allowed)));
		}
		return write(exchange, failure);
	}

	private static Throwable notFound(ServerWebExchange exchange, Throwable failure, Set<HttpMethod> allowed) {
		return allowed.isEmpty() ? failure : new MethodNotAllowedException(exchange.getRequest().getMethod(), allowed);
	}

	private Mono<Void> write(ServerWebExchange exchange, Throwable failure) {
		ServerHttpResponse response = exchange.getResponse();
		ApiException error = describe(exchange, failure);
		response.setStatusCode(error.status());
		headers(response.getHeaders(), failure, error);
		byte[] body = Json.bytes(ErrorBody.of(error.error(), error.code(), this.clock.instant(), error.fields()));
		DataBuffer buffer = response.bufferFactory().wrap(body);
		return response.writeWith(Mono.just(buffer));
	}

	private static void headers(HttpHeaders headers, Throwable failure, ApiException error) {
		if (failure instanceof ErrorResponse described) {
			headers.putAll(described.getHeaders());
		}
		if (error.retryAfter() != null) {
			headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, error.retryAfter().toSeconds())));
		}
		if (error.status() == HttpStatus.UNAUTHORIZED) {
			headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		headers.remove(HttpHeaders.CONTENT_LENGTH);
		headers.setContentType(MediaType.APPLICATION_JSON);
	}

	private static ApiException describe(ServerWebExchange exchange, Throwable failure) {
		if (failure instanceof ApiException known) {
			return known;
		}
		JacksonException json = cause(failure, JacksonException.class);
		if (json != null) {
			return JsonErrors.invalid(json);
		}
		if (cause(failure, DataBufferLimitException.class) != null) {
			return ApiException.tooLarge("The body is larger than this service takes");
		}
		if (failure instanceof ErrorResponse described) {
			return describe(exchange, failure, described.getStatusCode());
		}
		if (failure instanceof CodecException) {
			return ApiException.invalid("The body cannot be read: " + failure.getMessage(), List.of());
		}
		if (failure instanceof TimeoutException) {
			return ApiException.timeout("The answer took too long; try again");
		}
		unexpected(exchange, failure);
		return ApiException.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal",
				"Something went wrong here; the log of the service says what", null);
	}

	private static void unexpected(ServerWebExchange exchange, Throwable failure) {
		String requestId = RequestId.of(exchange);
		TraceContext trace = RequestTrace.of(exchange);
		log.atError()
			.addKeyValue("request_id", requestId)
			.addKeyValue("trace_id", (trace != null) ? trace.traceId() : null)
			.setCause(failure)
			.log("{} {} failed, request {}", exchange.getRequest().getMethod(), exchange.getRequest().getPath(),
					requestId);
	}

	private static ApiException describe(ServerWebExchange exchange, Throwable failure, HttpStatusCode code) {
		HttpStatus status = HttpStatus.resolve(code.value());
		String path = exchange.getRequest().getPath().value();
		if (status == null) {
			status = HttpStatus.BAD_REQUEST;
		}
		return switch (status) {
			case NOT_FOUND -> ApiException.notFound("There is nothing at " + path);
			case METHOD_NOT_ALLOWED -> ApiException.of(status, "method_not_allowed",
					exchange.getRequest().getMethod() + " is not possible at " + path + allowed(failure), null);
			case UNSUPPORTED_MEDIA_TYPE ->
				ApiException.unsupportedMediaType("The content type must be " + supported(failure));
			case NOT_ACCEPTABLE ->
				ApiException.of(status, "not_acceptable", "This answers " + supported(failure), null);
			case CONTENT_TOO_LARGE -> ApiException.tooLarge("The body is larger than this service takes");
			default -> ApiException.of(status, codeOf(status), reason(failure, status), null);
		};
	}

	private static String codeOf(HttpStatus status) {
		return switch (status) {
			case BAD_REQUEST -> "invalid_request";
			case INTERNAL_SERVER_ERROR -> "internal";
			default -> status.name().toLowerCase(Locale.ROOT);
		};
	}

	private static String reason(Throwable failure, HttpStatus status) {
		String detail = (failure instanceof ErrorResponse described) ? described.getBody().getDetail() : null;
		return (detail != null && status.is4xxClientError()) ? detail : status.getReasonPhrase();
	}

	private static String allowed(Throwable failure) {
		return (failure instanceof MethodNotAllowedException not) ? "; try " + not.getSupportedMethods() : "";
	}

	private static String supported(Throwable failure) {
		List<MediaType> types = switch (failure) {
			case UnsupportedMediaTypeStatusException unsupported -> unsupported.getSupportedMediaTypes();
			case NotAcceptableStatusException unacceptable -> unacceptable.getSupportedMediaTypes();
			default -> List.of();
		};
		return types.isEmpty() ? MediaType.APPLICATION_JSON_VALUE : MediaType.toString(types);
	}

	private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
