package dev.streamgrad.training.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.UnknownEnvironmentException;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.spec.EnvironmentDescription;
import dev.streamgrad.training.spec.KnownEnvironments;
import java.util.Map;
import java.util.Optional;

/**
 * All environments that a command can use: those of a registry, and those in Python.
 *
 * @param registry the environments of this process
 * @param python the environments in Python; empty if they cannot be used
 * @param elsewhere whether a spec may name others, with their spaces, since simulators elsewhere act them
 */
public record Environments(EnvironmentRegistry registry, Optional<InPython> python, boolean elsewhere)
        implements KnownEnvironments {

    /** Who carries out an environment. */
    public EnvironmentHost host(String id) {
        return InPython.names(id) ? hostInPython(id) : new InProcess(registry);
    }

    private InPython hostInPython(String id) {
        return python.orElseThrow(() -> new IllegalArgumentException(
                id + " runs in Python, but --serial trains in one thread of this process; leave out --serial."));
    }

    /** Whether {@link #host} can carry it out. */
    public boolean canHost(String id) {
        return InPython.names(id) ? python.isPresent() : registry.ids().contains(id);
    }

    @Override
    public Optional<EnvironmentDescription> find(String id, Map<String, String> options, boolean spacesGiven) {
        if (!InPython.names(id)) {
            return found(id, options, spacesGiven);
        }
        if (elsewhere && spacesGiven) {
            return Optional.empty();
        }
        try {
            return Optional.of(hostInPython(id).describe(id, options));
        } catch (UserException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public ObjectNode preset(Algorithm algorithm, String id) {
        return registered().preset(algorithm, id);
    }

    @Override
    public void check(EnvironmentDescription environment, JsonNode settings, Faults faults) {
        String id = environment.id();
        if (!InPython.names(id)) {
            registered().check(environment, settings, faults);
            return;
        }
        String absent = ", but simulators in Python do not have it; leave it out.";
        faults.require(
                !settings.path("difficultyRamping").asBoolean(), "environment.difficultyRamping is true" + absent);
        String sticky = settings.path("stickyActions").asText("0");
        faults.require(
                settings.path("stickyActions").asDouble() == 0, "environment.stickyActions is " + sticky + absent);
        faults.require(
                environment.masksActions() || !settings.path("actionMasks").asBoolean(),
                "environment.actionMasks is true, but " + id + " reports no action masks; leave it false.");
    }

    /** Those that one thread of this process can train: an environment in Python is rejected. */
    public Environments inThisProcess() {
        return new Environments(registry, Optional.empty(), elsewhere);
    }

    private Optional<EnvironmentDescription> found(String id, Map<String, String> options, boolean spacesGiven) {
        try {
            return registered().find(id, options, spacesGiven);
        } catch (UnknownEnvironmentException e) {
            throw new IllegalArgumentException(
                    e.getMessage()
                            + " --plugins adds those of a jar; gymnasium/ID and module:factory name those in Python.",
                    e);
        }
    }

    private KnownEnvironments registered() {
        return elsewhere ? KnownEnvironments.ofAll(registry) : KnownEnvironments.of(registry);
    }
}
