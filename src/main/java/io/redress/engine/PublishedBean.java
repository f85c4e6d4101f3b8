package io.redress.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean that models may name in their expressions. Its public methods declared in the class itself are what a process
 * owner can call; the gate refuses every other bean and method.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PublishedBean {

    /** The name in expressions: {@code complaintTasks}. */
    @AliasFor(annotation = Component.class)
    String value();
}
