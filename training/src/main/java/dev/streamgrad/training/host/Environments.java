package dev.streamgrad.training.host;

import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.spec.EnvironmentDescription;
import dev.streamgrad.training.spec.KnownEnvironments;
import java.util.Optional;

/**
 * All environments that a command can use: those of a registry, and those in Python.
 *
 * @param registry the environments of this process
 * @param python the environments in Python
 * @param elsewhere whether a spec may name others, with their spaces, since simulators elsewhere act them
 */
public record Environments(EnvironmentRegistry registry, InPython python, boolean elsewhere)
        implements KnownEnvironments {

    /** Who carries out an environment. */
    public EnvironmentHost host(String id) {
        return InPython.names(id) ? python : new InProcess(registry);
    }

    /** Whether {@link #host} can carry it out. */
    public boolean canHost(String id) {
        return InPython.names(id) || registry.ids().contains(id);
    }

    @Override
    public Optional<EnvironmentDescription> find(String id, boolean spacesGiven) {
        if (!InPython.names(id)) {
            return (elsewhere ? KnownEnvironments.ofAll(registry) : KnownEnvironments.of(registry))
                    .find(id, spacesGiven);
        }
        if (elsewhere && spacesGiven) {
            return Optional.empty();
        }
        try {
            return Optional.of(python.describe(id));
        } catch (UserException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public void checkOptions(String id, boolean difficultyRamping, boolean actionMasks, Faults faults) {
        if (registry.ids().contains(id)) {
            registry.checkOptions(id, difficultyRamping, actionMasks, faults);
        }
    }
}
