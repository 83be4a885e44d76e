package dev.recap.worker.window;

import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The Streams app. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.WINDOW)
@DependsOn("topics")
public class WindowConfiguration {

}
