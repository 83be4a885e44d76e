package dev.recap.worker.summary;

import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The summarizer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.SUMMARY)
@DependsOn("topics")
public class SummaryConfiguration {

}
