package dev.recap.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

class RougeTests {

	private static final Path DATA = Path.of("../../shared/data");

	private static final Path SCORER = DATA.resolve("tools/rouge.py");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					the cat was found under the bed | the cat was under the bed | 0.923077 | 0.727273 | 0.923077
					Ana will send the quarterly figures to Bob by Friday. | Ana is sending Bob figures for the quarter on Friday! | 0.600000 | 0.000000 | 0.400000
					The team's decisions are relational databases at 12.50 Euro with re-usable batteries. | They decided on reusable battery power and a relational database at 12.50 euros | 0.482759 | 0.370370 | 0.413793
					Café naïve ÜBER 3rd | cafe naive uber 3rd | 0.222222 | 0.000000 | 0.222222
					""")
	void scoresAsTheReferenceScorer(String summary, String reference, double one, double two, double longest) {
		Rouge rouge = Rouge.of(summary, reference);

		assertThat(List.of(rouge.one(), rouge.two(), rouge.longest())).zipSatisfy(List.of(one, two, longest),
				(is, should) -> assertThat(is).isEqualTo(should, within(1e-6)));
	}

	@Test
	void scoresNothingAsZero() {
		assertThat(Rouge.of("", "nothing")).isEqualTo(new Rouge(0, 0, 0));
		assertThat(Rouge.of("one", "one")).isEqualTo(new Rouge(1, 0, 1));
	}

	@Test
	void scoresRealConversationsAsTheReferenceScorer(@TempDir Path folder) throws Exception {
		DataSets data = new DataSets(DATA, 40);
		assumeThat(SCORER).exists();
		assumeThat(data.has(DataSets.CONVOSUMM)).isTrue();
		List<String> summaries = new ArrayList<>();
		List<String> references = new ArrayList<>();
		data.read(DataSets.CONVOSUMM).forEach((sample) -> {
			summaries.add(Baselines.lead(sample, 60).replaceAll("\\s+", " "));
			references.add(sample.reference().replaceAll("\\s+", " "));
		});
		String expected = referenceScores(folder, summaries, references);

		double[] sums = new double[3];
		for (int i = 0; i < summaries.size(); i++) {
			Rouge rouge = Rouge.of(summaries.get(i), references.get(i));
			sums[0] += rouge.one();
			sums[1] += rouge.two();
			sums[2] += rouge.longest();
		}
		double percent = 100.0 / summaries.size();

		assertThat(expected).contains("stem n=%d rouge1 F1 %.2f rouge2 F1 %.2f rougeL F1 %.2f"
			.formatted(summaries.size(), percent * sums[0], percent * sums[1], percent * sums[2]));
	}

	private static String referenceScores(Path folder, List<String> summaries, List<String> references)
			throws IOException, InterruptedException {
		Path found = Files.write(folder.resolve("found.txt"), summaries);
		Path wanted = Files.write(folder.resolve("wanted.txt"), references);
		Process process = start(SCORER.toString(), found.toString(), wanted.toString());
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return output;
	}

	private static Process start(String... arguments) throws InterruptedException {
		List<String> command = new ArrayList<>(List.of("python3"));
		command.addAll(List.of(arguments));
		try {
			return new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			assumeThat(ex).as("python3").isNull();
			throw new IllegalStateException(ex);
		}
	}

}
