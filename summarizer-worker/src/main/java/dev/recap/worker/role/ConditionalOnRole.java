package dev.recap.worker.role;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Takes part only where {@code recap.worker.roles} names the role; every role runs where
 * it names none.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnRole.OnRole.class)
public @interface ConditionalOnRole {

	Role value();

	/** Reads the roles of this instance. */
	final class OnRole implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnRole.class.getName());
			Set<Role> roles = Binder.get(context.getEnvironment())
				.bind("recap.worker.roles", Bindable.setOf(Role.class))
				.orElseGet(() -> EnumSet.allOf(Role.class));
			return attributes != null && (roles.isEmpty() || roles.contains(attributes.get("value")));
		}

	}

}
