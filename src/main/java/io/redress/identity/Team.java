package io.redress.identity;

import org.jspecify.annotations.Nullable;

/**
 * People who share their work.
 *
 * @param lead id of the person whom escalations reach, null while there is none
 */
public record Team(String id, String name, @Nullable String lead) {}
