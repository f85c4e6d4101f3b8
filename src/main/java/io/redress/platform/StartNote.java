package io.redress.platform;

import java.util.List;

/** What a module has to say in the block that ends the start: addresses, users, where things lie. */
public interface StartNote {

    /** Heading of these lines: {@code Users}. */
    String title();

    /** Empty when there is nothing to say. */
    List<String> lines();

    /** Smaller stands higher. */
    default int order() {
        return 100;
    }
}
