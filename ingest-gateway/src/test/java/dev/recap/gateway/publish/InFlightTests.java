package dev.recap.gateway.publish;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightTests {

	@Test
	void refusesBytesBeyondItsBoundUntilSomeLeave() {
		InFlight inFlight = new InFlight(100, 10);
		assertThat(inFlight.tryEnter(60)).isTrue();
		assertThat(inFlight.tryEnter(60)).isFalse();
		assertThat(inFlight.tryEnter(40)).isTrue();
		inFlight.leave(60);
		assertThat(inFlight.tryEnter(60)).isTrue();
		assertThat(inFlight.bytes()).isEqualTo(100);
	}

	@Test
	void refusesRequestsBeyondItsBound() {
		InFlight inFlight = new InFlight(100, 1);
		assertThat(inFlight.tryEnter(1)).isTrue();
		assertThat(inFlight.tryEnter(1)).isFalse();
		inFlight.leave(1);
		assertThat(inFlight.tryEnter(1)).isTrue();
	}

	@Test
	void oneRequestAloneAlwaysFits() {
		InFlight inFlight = new InFlight(100, 10);
		assertThat(inFlight.tryEnter(500)).isTrue();
		assertThat(inFlight.tryEnter(1)).isFalse();
	}

}
