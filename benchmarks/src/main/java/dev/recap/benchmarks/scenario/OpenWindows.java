package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.table.Goal;

/** Whether open windows make a message of another one dearer. */
final class OpenWindows implements Scenario {

	private static final int TALKING = 1000;

	@Override
	public String name() {
		return "open-windows";
	}

	@Override
	public String does() {
		return "the same 1,000 conversations talk while few, or 20,000 (--full: a million) other windows are open";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("messages with many windows open", "many rate", "few rate", 0.8, "messages/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(256);
		Contender few = contender(lab, scale, "few", 0);
		Contender many = contender(lab, scale, "many", scale.of(1000, 20_000, 1_000_000));
		return List.of(few, many);
	}

	private static Contender contender(Lab lab, Scale scale, String name, int open) throws Exception {
		String topic = "chat-messages-" + name;
		String group = "windows-" + name;
		Child worker = lab.workerOnOneCore(1024, "--recap.worker.roles=window", "--recap.window.session-timeout=60s",
				"--recap.topics.names.chat-messages=" + topic, "--recap.window.application-id=" + group,
				"--recap.window.idle=2h", "--recap.window.max-age=3h", "--recap.window.first-count=1000000",
				"--recap.window.min-interval=0s");
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), topic));
		if (open > 0) {
			backlog.write(open, "open-", open, "ann");
			backlog.awaitEnd(() -> backlog.committed(group));
		}
		return new Contender(name,
				() -> Windows.goThrough(worker, backlog, group, "talking-", TALKING, scale.of(5000, 400_000)));
	}

}
