package dev.recap.observe;

import java.util.Map;
import java.util.function.Predicate;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what is known of a service's health by its name: {@code …Liveness} is for the
 * liveness probe alone, {@code …Readiness} for the readiness probe alone, and everything
 * else for readiness and for {@code /health}.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class HealthGroups implements HealthEndpointGroupsPostProcessor {

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		HealthEndpointGroup all = groups.getPrimary();
		return HealthEndpointGroups.of(new Group(all, (name) -> !live(name) && !ready(name)), Map.of("liveness",
				new Group(all, HealthGroups::live), "readiness", new Group(all, (name) -> !live(name))));
	}

	private static boolean live(String name) {
		return name.endsWith("Liveness") || name.equals("livenessState");
	}

	private static boolean ready(String name) {
		return name.endsWith("Readiness") || name.equals("readinessState");
	}

	/** The primary group, with some of its members. */
	private record Group(HealthEndpointGroup all, Predicate<String> members) implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			// What is inside a composite belongs where the composite does.
			int inner = name.indexOf('/');
			return this.members.test((inner < 0) ? name : name.substring(0, inner)) && this.all.isMember(name);
		}

		@Override
		public boolean showComponents(SecurityContext security) {
			return this.all.showComponents(security);
		}

		@Override
		public boolean showDetails(SecurityContext security) {
			return this.all.showDetails(security);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.all.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return this.all.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return null;
		}

	}

}
