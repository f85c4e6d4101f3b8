package io.redress.bench;

import java.util.ServiceLoader;

/**
 * Where the import is measured. Whoever builds it gives an implementation here, named in
 * {@code META-INF/services/io.redress.bench.ImportProbe}; without one the report says that there is none.
 */
interface ImportProbe {

    /**
     * Imports this many generated rows in the mode {@code history} and waits until it is done.
     *
     * @return rows per second, from the upload to {@code done}
     */
    double rowsPerSecond(OurSide side, int rows);

    /** @return null when there is none */
    static ImportProbe find() {
        return ServiceLoader.load(ImportProbe.class).findFirst().orElse(null);
    }
}
