package dev.streamgrad.training.spec;

import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.UnknownEnvironmentException;
import java.util.Optional;

/** The environments that a training spec can name. */
public interface KnownEnvironments {

    /**
     * Describes the environment of that name; empty if a spec may name it but must give its spaces itself.
     *
     * @param spacesGiven whether the spec gives them
     * @throws IllegalArgumentException with one sentence if a spec cannot name it
     */
    Optional<EnvironmentDescription> find(String id, boolean spacesGiven);

    /** Checks that the environment supports these options; adds a fault for each that it does not support. */
    void checkOptions(String id, boolean difficultyRamping, boolean actionMasks, Faults faults);

    /** Those of a registry, and no others. */
    static KnownEnvironments of(EnvironmentRegistry registry) {
        return new Registered(registry, false);
    }

    /** Those of a registry, and, with spaces in the spec, all others: simulators elsewhere act them. */
    static KnownEnvironments ofAll(EnvironmentRegistry registry) {
        return new Registered(registry, true);
    }

    /** The environments of a registry. */
    record Registered(EnvironmentRegistry registry, boolean others) implements KnownEnvironments {

        @Override
        public Optional<EnvironmentDescription> find(String id, boolean spacesGiven) {
            try {
                return Optional.of(EnvironmentDescription.of(registry.entry(id)));
            } catch (UnknownEnvironmentException e) {
                if (others && !id.isBlank()) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        @Override
        public void checkOptions(String id, boolean difficultyRamping, boolean actionMasks, Faults faults) {
            if (!others || registry.ids().contains(id)) {
                registry.checkOptions(id, difficultyRamping, actionMasks, faults);
            }
        }
    }
}
