package dev.recap.worker.history;

import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The archiver. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.HISTORY)
@DependsOn("topics")
public class HistoryConfiguration {

}
