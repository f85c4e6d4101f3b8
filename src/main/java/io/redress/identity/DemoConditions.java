package io.redress.identity;

import io.redress.platform.StartRefused;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where demo users, whose password everybody knows, may be: on this machine, on the embedded database, and nowhere near
 * real people.
 */
final class DemoConditions {

    private DemoConditions() {}

    /**
     * Before anything is opened or migrated.
     *
     * @param embedded whether the embedded database serves
     * @param publicUrl null or empty when none is set
     * @throws StartRefused when the demo must not run here
     */
    static void checkSurroundings(boolean demo, boolean embedded, @Nullable String publicUrl) {
        if (!demo) {
            return;
        }
        if (!embedded) {
            throw new StartRefused("The profile \"demo\" makes users whose password everybody knows; it runs on the"
                    + " embedded database only. Take away the profile, or SPRING_DATASOURCE_URL.");
        }
        if (publicUrl != null && !publicUrl.isBlank() && !local(publicUrl)) {
            throw new StartRefused("The profile \"demo\" makes users whose password everybody knows; it does not run"
                    + " where others can reach it. Take away the profile, or set REDRESS_PUBLIC_URL (now " + publicUrl
                    + ") to an address of this machine.");
        }
    }

    /**
     * Before anybody can sign in.
     *
     * @param demoPersons persons in the database that were invented for a demonstration
     * @param otherPersons the others
     * @throws StartRefused when both worlds would meet
     */
    static void checkPeople(boolean demo, long demoPersons, long otherPersons) {
        if (!demo && demoPersons > 0) {
            throw new StartRefused("This database holds " + demoPersons + " demo users, whose password everybody knows."
                    + " Start with the profile \"demo\", or with another database or data folder (REDRESS_DATA).");
        }
        if (demo && otherPersons > 0) {
            throw new StartRefused("This database holds real people; the profile \"demo\" would add users whose"
                    + " password everybody knows. Take away the profile, or set another data folder (REDRESS_DATA).");
        }
    }

    private static boolean local(String url) {
        try {
            String host = URI.create(url.trim()).getHost();
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }
}
