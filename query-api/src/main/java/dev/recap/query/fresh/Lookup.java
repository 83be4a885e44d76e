package dev.recap.query.fresh;

import java.util.function.Predicate;

import dev.recap.web.PositionHeader;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads for requests, as fresh as each asks for. */
public final class Lookup {

	private final Freshness freshness;

	Lookup(Freshness freshness) {
		this.freshness = freshness;
	}

	/** What a read finds when it sees the write a request names; empty is certain. */
	public <T> Mono<T> certain(ServerRequest request, Mono<T> read) {
		return this.freshness.after(PositionHeader.read(request.headers().asHttpHeaders()))
			.then(this.freshness.certain(read));
	}

	/**
	 * The same for a read that may find something that is not sure, either: it is made
	 * again, too, and then stands.
	 */
	public <T> Mono<T> certain(ServerRequest request, Mono<T> read, Predicate<T> sure) {
		return this.freshness.after(PositionHeader.read(request.headers().asHttpHeaders()))
			.then(this.freshness.certain(read, sure));
	}

}
