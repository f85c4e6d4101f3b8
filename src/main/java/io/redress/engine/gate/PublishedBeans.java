package io.redress.engine.gate;

import io.redress.engine.PublishedBean;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The beans that models may name, with the methods a process owner can call: public, declared in the bean's own class.
 * Knows classes only, so that asking never creates a bean.
 */
final class PublishedBeans {

    private final Map<String, Class<?>> classes;
    private final Map<String, List<Method>> callable = new ConcurrentHashMap<>();

    private PublishedBeans(Map<String, Class<?>> classes) {
        this.classes = new TreeMap<>(classes);
    }

    static PublishedBeans of(Map<String, Class<?>> classes) {
        return new PublishedBeans(classes);
    }

    /** Those of a running application. */
    static PublishedBeans in(ListableBeanFactory beans) {
        Map<String, Class<?>> classes = new TreeMap<>();
        for (String name : beans.getBeanNamesForAnnotation(PublishedBean.class)) {
            Class<?> type = beans.getType(name, false);
            if (type != null) {
                classes.put(name, ClassUtils.getUserClass(type));
            }
        }
        return new PublishedBeans(classes);
    }

    boolean contains(String name) {
        return classes.containsKey(name);
    }

    Set<String> all() {
        return classes.keySet();
    }

    String names() {
        return classes.isEmpty() ? "none" : String.join(", ", classes.keySet());
    }

    boolean isA(String name, Class<?> type) {
        Class<?> published = classes.get(name);
        return published != null && type.isAssignableFrom(published);
    }

    /** What can be called on this bean, as a person would write it: {@code close(1)}; for messages. */
    String methods(String bean) {
        SortedSet<String> methods = new TreeSet<>();
        for (Method method : callable(bean)) {
            methods.add(method.getName() + "(" + method.getParameterCount() + ")");
        }
        return methods.isEmpty() ? "none" : String.join(", ", methods);
    }

    /** The method of that name with so many arguments, or null; the first by signature when it is overloaded. */
    @Nullable
    Method method(String bean, String name, int arguments) {
        return callable(bean).stream()
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == arguments)
                .findFirst()
                .orElse(null);
    }

    private List<Method> callable(String bean) {
        return callable.computeIfAbsent(bean, this::methodsOf);
    }

    private List<Method> methodsOf(String bean) {
        Class<?> type = classes.get(bean);
        if (type == null || !Modifier.isPublic(type.getModifiers())) {
            return List.of();
        }
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic())
                .sorted((a, b) -> a.toGenericString().compareTo(b.toGenericString()))
                .toList();
    }
}
