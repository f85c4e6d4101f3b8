package io.redress.engine;

import java.time.Instant;
import java.util.List;

/**
 * A model that a person deployed and that differs from the one this Redress came with; start-up left the person's in
 * place.
 *
 * @param file the file in processes/
 * @param definition the id of the process or decision
 * @param version the version the person deployed
 * @param deployedBy the person's id
 * @param resources the files of that deployment that differ from ours
 */
public record ModelDifference(
        String file, String definition, int version, String deployedBy, Instant deployedAt, List<String> resources) {

    public ModelDifference {
        resources = List.copyOf(resources);
    }
}
