package dev.recap.standalone.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the web app; its constructor takes the {@link Browsers}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "dev.recap.standalone.page.Browsers#installed", disabledReason = "There is no Chromium here")
@ExtendWith(BrowsersExtension.class)
@interface Browsing {

}
