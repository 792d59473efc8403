package dev.streamgrad.environment;

import dev.streamgrad.contract.spec.Closest;
import java.util.List;

/** No environment is registered under a name. The message lists the registered names and suggests the nearest one. */
public final class UnknownEnvironmentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownEnvironmentException(String id, List<String> known) {
        super("There is no environment '" + id + "'." + suggestion(id, known) + " Known: " + String.join(", ", known)
                + ".");
    }

    private static String suggestion(String id, List<String> known) {
        return Closest.to(id, known)
                .map(nearest -> " Did you mean " + nearest + "?")
                .orElse("");
    }
}
