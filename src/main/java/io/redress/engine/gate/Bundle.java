package io.redress.engine.gate;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one deployment brings, collected while its files are read, so that references between them can be checked; and
 * what the engine knows already.
 */
final class Bundle {

    /** What was deployed before; only decisions and processes may be referred to across deployments. */
    interface Deployed {

        boolean decision(String id);

        boolean process(String id);
    }

    final Set<String> processes = new TreeSet<>();
    final Set<String> decisions = new TreeSet<>();
    final Set<String> forms = new TreeSet<>();
    /** Base names of message texts with their language: {@code acknowledgement.en}. */
    final Set<String> texts = new TreeSet<>();

    final Deployed deployed;

    Bundle(Deployed deployed) {
        this.deployed = deployed;
    }

    boolean knowsDecision(String id) {
        return decisions.contains(id) || deployed.decision(id);
    }

    boolean knowsProcess(String id) {
        return processes.contains(id) || deployed.process(id);
    }

    boolean knowsText(String name) {
        return texts.stream().anyMatch(text -> text.startsWith(name + "."));
    }

    /** {@code complaint/complaint-handling.bpmn} becomes {@code complaint-handling.bpmn}. */
    static String fileName(String resource) {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /** The file's name without folder and suffix: the id that its model must have. */
    static String baseName(String resource) {
        String name = fileName(resource);
        String lower = name.toLowerCase(Locale.ROOT);
        for (String suffix : new String[] {".bpmn20.xml", ".bpmn", ".dmn", ".form", ".md"}) {
            if (lower.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
