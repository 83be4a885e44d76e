package dev.recap.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Rounds;
import dev.recap.benchmarks.round.Rounds.Measured;
import dev.recap.benchmarks.scenario.Scenario;
import dev.recap.benchmarks.scenario.Scenarios;
import dev.recap.benchmarks.table.Machine;
import dev.recap.benchmarks.table.Outcome;
import dev.recap.benchmarks.table.Table;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures Recap beside what bounds it and prints the table of goals. */
public final class Benchmarks {

	private static final String HELP = """
			Measures Recap beside what bounds it, each part a process of its own on the loopback interface.

			  --only=NAME,…   these rows; without it all of them
			  --rounds=N      rounds that count, 5 unless said; one in which others took more than 8 % of the
			                  processors does not count, and is tried again up to twice as often
			  --seconds=N     of each measurement, 10 unless said
			  --quick         one short round at tiny sizes, disturbed or not: to see that it works
			  --full          also what takes long: a million open windows, a million messages
			  --profile       records the services by Java Flight Recorder, into benchmarks/target/run-output
			  --write[=FILE]  writes the table, docs/performance.md unless said
			  --jmh           measures the hot code by JMH instead

			Rows:
			""";

	private final Options options;

	private final PrintStream out;

	private final Path root = Path.of("").toAbsolutePath();

	private Benchmarks(Options options, PrintStream out) {
		this.options = options;
		this.out = out;
	}

	public static void main(String[] arguments) throws Exception {
		Locale.setDefault(Locale.ROOT);
		Logger.getLogger("").setLevel(Level.WARNING);
		Options options = Options.of(String.join(" ", arguments));
		Benchmarks benchmarks = new Benchmarks(options, System.out);
		if (options.help()) {
			benchmarks.help();
		}
		else if (options.jmh()) {
			benchmarks.jmh();
		}
		else {
			benchmarks.run();
		}
		// Clients of the run may still have threads.
		System.exit(0);
	}

	private void help() {
		this.out.print(HELP);
		Scenarios.all().forEach((scenario) -> this.out.printf("  %-13s %s%n", scenario.name(), scenario.does()));
	}

	private void jmh() throws RunnerException {
		OptionsBuilder jmh = new OptionsBuilder();
		jmh.include("dev\\.recap\\..*Benchmark\\.").forks(this.options.quick() ? 1 : 3);
		TimeValue time = TimeValue.milliseconds(this.options.quick() ? 200 : 2000);
		int iterations = this.options.quick() ? 1 : 5;
		jmh.warmupIterations(iterations).measurementIterations(iterations).warmupTime(time).measurementTime(time);
		new Runner(jmh.build()).run();
	}

	private void run() throws IOException {
		List<Outcome> outcomes = new ArrayList<>();
		for (Scenario scenario : Scenarios.all()) {
			if (this.options.includes(scenario.name())) {
				outcomes.addAll(measure(scenario));
			}
		}
		String page = page(outcomes);
		this.out.println();
		this.out.println(page);
		Path file = this.options.write();
		if (file != null) {
			Files.writeString(this.root.resolve(file), page + remarks(this.root.resolve(file)));
		}
	}

	/** What people wrote below the table, from its first heading on, stays. */
	private static String remarks(Path file) throws IOException {
		String before = Files.exists(file) ? Files.readString(file) : "";
		int heading = before.indexOf("\n## ");
		return (heading < 0) ? "" : before.substring(heading);
	}

	private List<Outcome> measure(Scenario scenario) {
		say(scenario, scenario.does());
		Rounds rounds = new Rounds(this.options.rounds(), this.options.quick(), (line) -> say(scenario, line));
		Path folder = this.root.resolve("benchmarks/target/run");
		try (Lab lab = new Lab(this.root, folder, this.options.profiled())) {
			List<Contender> contenders = scenario.start(lab, this.options.scale());
			rounds.warmUp(contenders, this.options.quick() ? 1 : scenario.mostWarmUps());
			Measured measured = rounds.measure(contenders);
			return scenario.goals().stream().map((goal) -> goal.outcome(scenario.name(), measured)).toList();
		}
		catch (Exception ex) {
			say(scenario, "failed: " + ex);
			ex.printStackTrace();
			return scenario.goals().stream().map((goal) -> Outcome.skipped(scenario.name(), goal, "failed")).toList();
		}
	}

	private void say(Scenario scenario, String line) {
		this.out.printf("%s %s: %s%n", LocalTime.now().truncatedTo(ChronoUnit.SECONDS), scenario.name(), line);
	}

	private String page(List<Outcome> outcomes) {
		return """
				# Performance, measured

				Written by the command in `benchmarks/README.md`, which also says what each row does. Everything ran on one \
				machine, load and database too, so the ratios are what counts: medians of up to %d rounds in which what is \
				compared took turns. Spread is the least and the most of the rounds' ratios, or values.%s

				%s

				%s"""
			.formatted(this.options.rounds(),
					this.options.quick() ? " **A quick run: it shows that the rows work, not how fast Recap is.**" : "",
					Machine.line(Clock.systemUTC()), Table.markdown(outcomes));
	}

}
