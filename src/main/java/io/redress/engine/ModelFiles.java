package io.redress.engine;

import io.redress.platform.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

/**
 * The files of {@code processes/} that are deployed, named by their path in it, whichever way the application was
 * started; the name is what tells the engine an old file from a new one.
 */
@Component
class ModelFiles {

    private static final String FOLDER = "processes/";
    private static final List<String> KINDS = List.of(".bpmn", ".dmn", ".form", ".md");

    private final @Nullable Path folder;

    /** @param folder a folder on disk in place of the copy inside the application ({@code REDRESS_PROCESSES}) */
    ModelFiles(@Value("${redress.processes:}") String folder) {
        this.folder = folder.isBlank() ? null : Path.of(folder).toAbsolutePath().normalize();
    }

    /** Where they come from, for messages. */
    String origin() {
        return folder == null ? FOLDER : folder.toString();
    }

    /**
     * Each file's content by its name, in the order of the names.
     *
     * @throws StartRefused when the folder is missing or a name appears twice
     */
    Map<String, byte[]> read() {
        try {
            return folder == null ? readClassPath() : readFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read-me files explain the folder to people; everything else of the four kinds is a model. */
    static boolean isModel(String name) {
        String base = baseName(name);
        return KINDS.stream().anyMatch(base::endsWith) && !base.equalsIgnoreCase("README.md");
    }

    /** The file's name without its folder; Modeler deploys by this. */
    static String baseName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static Map<String, byte[]> readFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new StartRefused("The folder of the models does not exist: " + folder
                    + ". Correct REDRESS_PROCESSES, or unset it to use the models that come with Redress.");
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name =
                        StringUtils.cleanPath(folder.relativize(path).toString().replace('\\', '/'));
                if (isModel(name)) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> readClassPath() throws IOException {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        List<String> roots = Stream.of(resolver.getResources("classpath*:" + FOLDER))
                .map(ModelFiles::address)
                .toList();
        Map<String, byte[]> files = new TreeMap<>();
        for (Resource resource : resolver.getResources("classpath*:" + FOLDER + "**/*.*")) {
            String name = relative(address(resource), roots);
            if (!isModel(name) || !resource.isReadable()) {
                continue;
            }
            try (InputStream content = resource.getInputStream()) {
                if (files.put(name, content.readAllBytes()) != null) {
                    throw new StartRefused("The class path has " + FOLDER + name + " twice.");
                }
            }
        }
        return files;
    }

    private static String relative(String address, List<String> roots) {
        return roots.stream()
                .filter(address::startsWith)
                .findFirst()
                .map(root -> address.substring(root.length()))
                .orElseGet(() -> address.substring(address.lastIndexOf("/" + FOLDER) + FOLDER.length() + 1));
    }

    private static String address(Resource resource) {
        try {
            URL url = resource.getURL();
            return UriUtils.decode(url.toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
