package dev.recap.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.micrometer.tracing.Span;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A span for each command that a traced thread sends, with its name and collection. */
final class MongoSpans implements CommandListener {

	private final Traces traces;

	private final Map<Integer, Span> open = new ConcurrentHashMap<>();

	MongoSpans(Traces traces) {
		this.traces = traces;
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		Span span = this.traces.start("mongodb " + event.getCommandName(), Span.Kind.CLIENT, this.traces.current());
		if (span != null) {
			span.tag("db.system.name", "mongodb").tag("db.operation.name", event.getCommandName());
			BsonValue collection = event.getCommand().get(event.getCommandName());
			if (collection != null && collection.isString()) {
				span.tag("db.collection.name", collection.asString().getValue());
			}
			this.open.put(event.getRequestId(), span);
		}
	}

	@Override
	public void commandSucceeded(CommandSucceededEvent event) {
		end(event.getRequestId(), null);
	}

	@Override
	public void commandFailed(CommandFailedEvent event) {
		end(event.getRequestId(), event.getThrowable());
	}

	private void end(int request, @Nullable Throwable failure) {
		Span span = this.open.isEmpty() ? null : this.open.remove(request);
		if (span != null) {
			if (failure != null) {
				span.tag("error.type", failure.getClass().getName());
			}
			span.end();
		}
	}

}
