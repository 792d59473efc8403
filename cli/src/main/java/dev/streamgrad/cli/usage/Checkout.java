package dev.streamgrad.cli.usage;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where this command was built: its classes lie in {@code cli/target/classes} of a checkout, beside what else was built there. */
public final class Checkout {

    private Checkout() {}

    /** The command's own classes. */
    public static Path classes() {
        try {
            return Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The checkout: three folders above the classes. */
    public static Path home() {
        return classes().resolve("../../..").normalize();
    }
}
