package io.redress.engine;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.rest.exception.ExceptionHandler;
import org.camunda.bpm.engine.rest.exception.JsonMappingExceptionHandler;
import org.camunda.bpm.engine.rest.exception.JsonParseExceptionHandler;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.camunda.bpm.webapp.impl.engine.EngineRestApplication;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.servlet.ServletContainer;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The engine's two REST mounts, {@code /engine-rest} and the web applications' {@code /camunda/api/engine}, with our
 * exception mapper in place of the vendor's. Who may call them is identity's.
 */
@Configuration(proxyBeanMethods = false)
class RestMounts {

    private static final Set<Class<?>> VENDORS_MAPPERS = Set.of(
            ExceptionHandler.class,
            RestExceptionHandler.class,
            ProcessEngineExceptionHandler.class,
            JsonParseExceptionHandler.class,
            JsonMappingExceptionHandler.class);

    @Bean
    CamundaJerseyResourceConfig engineRest() {
        return new EngineRest();
    }

    /** The vendor's initializer leaves a servlet alone that is there already; so ours must come first. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ServletContextInitializer webappsEngineRest() {
        return RestMounts::addWebappsEngineRest;
    }

    private static void addWebappsEngineRest(ServletContext context) {
        ServletRegistration.Dynamic servlet = context.addServlet("Engine Api", ServletContainer.class);
        if (servlet != null) {
            servlet.addMapping("/camunda/api/engine/*");
            servlet.setInitParameter("jakarta.ws.rs.Application", WebappsEngineRest.class.getName());
        }
    }

    private static Set<Class<?>> ours(Set<Class<?>> vendors) {
        Set<Class<?>> classes = new HashSet<>(vendors);
        classes.removeAll(VENDORS_MAPPERS);
        classes.addAll(Set.of(RestErrors.class, RestErrors.OfJsonSyntax.class, RestErrors.OfJsonMapping.class));
        return classes;
    }

    /** {@code /engine-rest}. */
    @ApplicationPath("/engine-rest")
    static class EngineRest extends CamundaJerseyResourceConfig {

        @Override
        protected void registerCamundaRestResources() {
            registerClasses(CamundaRestResources.getResourceClasses());
            registerClasses(ours(CamundaRestResources.getConfigurationClasses()));
            register(JacksonFeature.class);
        }
    }

    /** {@code /camunda/api/engine}; public because Jersey makes it. */
    public static class WebappsEngineRest extends Application {

        @Override
        public Set<Class<?>> getClasses() {
            return ours(new EngineRestApplication().getClasses());
        }
    }
}
