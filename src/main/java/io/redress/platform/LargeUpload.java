package io.redress.platform;

/**
 * A place that takes larger bodies than everybody else; a module declares it as a bean.
 *
 * @param path exact
 * @param bytes largest body
 */
public record LargeUpload(String path, long bytes) {}
