package io.redress.engine.gate;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one file, said so that the person who drew it can find and mend it.
 *
 * @param file the resource's name as it was deployed
 * @param line from 1; 0 when it is about the file as a whole
 * @param column from 1; 0 when unknown
 * @param element the id of the nearest element that has one, or a table's cell
 * @param attribute the attribute, child element or field
 * @param found what was found, shortened
 * @param allowed what would be accepted
 */
record ModelProblem(
        String file,
        int line,
        int column,
        @Nullable String element,
        @Nullable String attribute,
        String found,
        String allowed) {

    private static final int SHOWN = 160;

    ModelProblem {
        found = shorten(found);
    }

    static ModelProblem inFile(String file, String found, String allowed) {
        return new ModelProblem(file, 0, 0, null, null, found, allowed);
    }

    /** {@code complaint/complaint-handling.bpmn:12:5 UserTask_Triage camunda:formKey}, without what is unknown. */
    String place() {
        StringBuilder place = new StringBuilder(file);
        if (line > 0) {
            place.append(':').append(line);
            if (column > 0) {
                place.append(':').append(column);
            }
        }
        if (element != null) {
            place.append(' ').append(element);
        }
        if (attribute != null) {
            place.append(' ').append(attribute);
        }
        return place.toString();
    }

    @Override
    public String toString() {
        return place() + ": " + found + "; allowed: " + allowed;
    }

    /** Control characters go, because the message ends in logs and on a terminal. */
    private static String shorten(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }
}
