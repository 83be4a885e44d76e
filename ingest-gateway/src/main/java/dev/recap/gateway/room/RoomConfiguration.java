package dev.recap.gateway.room;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.recap.gateway.about.Shown;
import dev.recap.gateway.body.LimitSettings;
import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.tail.TailProperties;
import dev.recap.web.tail.TopicTail;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/** Live rooms: {@code WS /ws}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RoomSettings.class)
public class RoomConfiguration {

	private static final int FIRST = -190;

	@Bean
	Shown shownRooms(RoomSettings settings) {
		return new Shown("rooms", Map.of("default-room", settings.defaultRoom(), "queue", settings.queue(), "ping",
				settings.ping(), "silence", settings.silence()));
	}

	@Bean
	Rooms rooms(RoomSettings settings, Publisher publisher, Clock clock, MeterRegistry meters) {
		String instance = (settings.instance() != null) ? settings.instance() : UUID.randomUUID().toString();
		Rooms rooms = new Rooms(instance, new PresenceTable(settings.silence()), new PresencePublisher(publisher),
				new RoomConsole(settings.console() ? System.out : null, clock), settings.queue(), clock);
		Gauge.builder("recap.sockets", rooms, Rooms::sockets).tag("kind", "room").register(meters);
		return rooms;
	}

	@Bean
	RoomPresence roomPresence(Rooms rooms, RoomSettings settings, KafkaProperties kafka, TopicSettings topics,
			Publisher publisher) {
		PresenceReader reader = new PresenceReader(rooms);
		TopicTail tail = new TopicTail(TailProperties.of(kafka), topics.name(Topic.PRESENCE), true, reader::take,
				publisher);
		return new RoomPresence(rooms, tail, settings.heartbeat());
	}

	@Bean
	HandlerMapping roomMapping(Rooms rooms, RoomSettings settings, LimitSettings limits, Publisher publisher,
			Clock clock, TopicTail messagesTail) {
		Function<MessagePosted, CompletionStage<Position>> log = (message) -> publisher.publishFrame("/ws",
				ChatEventWriter.key(message), List.of(ChatEventWriter.value(message)));
		RoomSocket socket = new RoomSocket(rooms, log, settings, Math.toIntExact(limits.message().toBytes()), clock,
				messagesTail::attend);
		return new SimpleUrlHandlerMapping(Map.of("/ws", socket), FIRST);
	}

}
