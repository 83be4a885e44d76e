package dev.recap.schema.store;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SearchTermsTests {

	@ParameterizedTest
	@CsvSource({ "release,Releases", "plan,planned", "house,houses", "deploy,deploying", "café,CAFE", "note,notes" })
	void mergesFormsOfOneWord(String one, String other) {
		assertThat(SearchTerms.of(one)).isEqualTo(SearchTerms.of(other));
	}

	@ParameterizedTest
	@CsvSource({ "class,clan", "bed,bee", "red,reed", "string,strand" })
	void keepsWordsApart(String one, String other) {
		assertThat(SearchTerms.of(one)).isNotEqualTo(SearchTerms.of(other));
	}

	@Test
	void indexesWhatTellsTextsApart() {
		assertThat(SearchTerms.indexed("The plan is in a file, 7 of the 9")).containsExactly("plan", "file", "7", "9");
	}

	@Test
	void indexesNoMoreThanFortyTerms() {
		String text = IntStream.range(0, 100).mapToObj((i) -> "w" + i).collect(Collectors.joining(" "));
		assertThat(SearchTerms.indexed(text)).hasSize(40);
	}

}
