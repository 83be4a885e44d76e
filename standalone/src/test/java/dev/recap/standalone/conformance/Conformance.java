package dev.recap.standalone.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the contract; its constructor takes the {@link Api} of the origin, which is a
 * standalone run unless {@code -Drecap.test.origin} names another.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OriginExtension.class)
@interface Conformance {

}
