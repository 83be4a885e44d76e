package dev.recap.schema.topic;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TrimSettingsTests {

	@Test
	void forgetsAfterADayAndWhatTheFilesAndTheBrokerAddToIt() {
		assertThat(TrimSettings.defaults().bound()).isEqualTo(Duration.ofHours(25).plusMinutes(8));
	}

	@Test
	void noFileSpansMoreThanIsKept() {
		TrimSettings settings = new TrimSettings(Duration.ofMinutes(5), null, null, null, null);
		assertThat(settings.segment()).isEqualTo(Duration.ofMinutes(5));
		assertThat(settings.bound()).isEqualTo(Duration.ofMinutes(18));
	}

	@Test
	void refusesToKeepNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TrimSettings(Duration.ZERO, null, null, null, null))
			.withMessage("recap.trim.keep must be positive");
	}

}
