package dev.recap.query.access;

import dev.recap.query.fresh.Lookup;
import dev.recap.query.store.Conversations;
import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whose conversations a caller may read and change. */
@Configuration(proxyBeanMethods = false)
public class GuardConfiguration {

	@Bean
	Participation queryParticipation(Store store) {
		return new Participation(store);
	}

	@Bean
	Memberships queryMemberships(Store store) {
		return new Memberships(store);
	}

	@Bean
	Guard queryGuard(Lookup lookup, Conversations conversations, Participation queryParticipation) {
		return new Guard(lookup, conversations, queryParticipation);
	}

}
