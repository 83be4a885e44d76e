package dev.recap.worker.webhook;

import java.util.List;

import dev.recap.observe.Vital;
import org.springframework.context.SmartLifecycle;

/** All webhooks of this instance. */
final class Webhooks implements SmartLifecycle, Vital {

	private final List<Webhook> webhooks;

	private volatile boolean running;

	Webhooks(List<Webhook> webhooks) {
		this.webhooks = List.copyOf(webhooks);
	}

	@Override
	public void start() {
		this.running = true;
		this.webhooks.forEach(Webhook::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.webhooks.forEach(Webhook::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public String vitalName() {
		return "webhooks";
	}

	@Override
	public boolean alive() {
		return !this.running || this.webhooks.stream().allMatch(Webhook::alive);
	}

}
