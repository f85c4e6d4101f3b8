package io.redress.engine.gate;

import java.beans.FeatureDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ExpressionFactory;
import org.joda.time.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * The engine's expressions with nothing in reach but variables and published beans. It guards every evaluation, in
 * diagrams, stored task filters, queries and tables, also of models that were deployed before a rule existed or reached
 * the database round the gate. It reads no property of an object and calls no method but a published one, so there is no
 * way from a value to its class.
 */
final class GuardedExpressions extends JuelExpressionManager {

    private static final Set<String> NEVER = Set.of("caseExecution", "externalTask", "variableContext");

    private final Supplier<PublishedBeans> published;
    private final Function<String, Object> beans;

    /** @param beans the bean of a published name */
    GuardedExpressions(Supplier<PublishedBeans> published, Function<String, Object> beans) {
        this.published = published;
        this.beans = beans;
    }

    /** Functions that plugins offer (JSON, XML) would give models objects with methods; only the engine's four stay. */
    @Override
    public void addFunction(String name, Method function) {
        if (ExpressionRules.FUNCTIONS.contains(name)) {
            super.addFunction(name, function);
        }
    }

    @Override
    protected ELResolver createElResolver() {
        return new Guard();
    }

    /** An expression that reached for what it may not; its message says what that was. */
    static final class Forbidden extends ELException {

        private static final long serialVersionUID = 1L;

        Forbidden(String what) {
            super(what + " is not allowed in expressions: only variables and methods of published beans are");
        }
    }

    private final class Guard extends ELResolver {

        private final VariableScopeElResolver scope = new VariableScopeElResolver();
        private final VariableContextElResolver context = new VariableContextElResolver();

        @Override
        public @Nullable Object getValue(ELContext elContext, @Nullable Object base, Object property) {
            if (base == null) {
                return identifier(elContext, String.valueOf(property));
            }
            if (base instanceof Map<?, ?> map && property instanceof String) {
                elContext.setPropertyResolved(true);
                return map.get(property);
            }
            if (base instanceof List<?> list && property instanceof Number index) {
                elContext.setPropertyResolved(true);
                int at = index.intValue();
                return at >= 0 && at < list.size() ? list.get(at) : null;
            }
            throw new Forbidden("the property \"" + property + "\"");
        }

        /** Published beans come first, so that no variable can stand in for one. */
        private @Nullable Object identifier(ELContext elContext, String name) {
            if (published.get().contains(name)) {
                elContext.setPropertyResolved(true);
                return beans.apply(name);
            }
            if (NEVER.contains(name)) {
                throw new Forbidden("\"" + name + "\"");
            }
            Object value = scope.getValue(elContext, null, name);
            return elContext.isPropertyResolved() ? value : context.getValue(elContext, null, name);
        }

        @Override
        public @Nullable Object invoke(
                ELContext elContext,
                @Nullable Object base,
                Object method,
                Class<?> @Nullable [] types,
                @Nullable Object @Nullable [] arguments) {
            String name = String.valueOf(method);
            @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
            Method found = null;
            if (base instanceof DateTime) {
                found = dateMethod(name, given);
            } else if (base != null) {
                found = publishedMethod(base, name, given.length);
            }
            if (found == null || base == null) {
                throw new Forbidden("the call of \"" + name + "\" with " + given.length + " arguments");
            }
            ExpressionFactory factory = (ExpressionFactory) elContext.getContext(ExpressionFactory.class);
            Class<?>[] wanted = found.getParameterTypes();
            @Nullable Object[] coerced = new Object[given.length];
            for (int i = 0; i < given.length; i++) {
                // Null stays null: the default coercion would make it "" or 0 and hide that nothing was said.
                coerced[i] =
                        given[i] == null && !wanted[i].isPrimitive() ? null : factory.coerceToType(given[i], wanted[i]);
            }
            try {
                Object result = found.invoke(base, coerced);
                elContext.setPropertyResolved(true);
                return result;
            } catch (InvocationTargetException e) {
                throw new ELException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new ELException(e);
            }
        }

        /** The object must be the published bean itself, not merely of its class. */
        private @Nullable Method publishedMethod(Object base, String name, int arguments) {
            PublishedBeans all = published.get();
            for (String bean : all.all()) {
                if (beans.apply(bean) == base) {
                    return all.method(bean, name, arguments);
                }
            }
            return null;
        }

        private static @Nullable Method dateMethod(String name, @Nullable Object[] arguments) {
            if (!ExpressionRules.DATE_METHODS.contains(name) || arguments.length > 1) {
                return null;
            }
            try {
                return arguments.length == 0
                        ? DateTime.class.getMethod(name)
                        : DateTime.class.getMethod(name, int.class);
            } catch (NoSuchMethodException e) {
                return null;
            }
        }

        @Override
        public Class<?> getType(ELContext elContext, @Nullable Object base, Object property) {
            return Object.class;
        }

        @Override
        public void setValue(ELContext elContext, @Nullable Object base, Object property, @Nullable Object value) {
            throw new Forbidden("an assignment to \"" + property + "\"");
        }

        @Override
        public boolean isReadOnly(ELContext elContext, @Nullable Object base, Object property) {
            return true;
        }

        @Override
        public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext elContext, @Nullable Object base) {
            return Collections.emptyIterator();
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext elContext, @Nullable Object base) {
            return Object.class;
        }
    }
}
