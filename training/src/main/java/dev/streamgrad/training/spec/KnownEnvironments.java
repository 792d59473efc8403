package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.Map;
import java.util.Optional;

/** The environments that a training spec can name. */
public interface KnownEnvironments {

    /**
     * Describes the environment of that name; empty if a spec may name it but must give its spaces itself.
     *
     * @param options its options by name
     * @param spacesGiven whether the spec gives its spaces
     * @throws dev.streamgrad.contract.spec.InvalidSpecException if it does not accept the options
     * @throws IllegalArgumentException with one sentence if a spec cannot name it
     */
    Optional<EnvironmentDescription> find(String id, Map<String, String> options, boolean spacesGiven);

    /** The settings for an algorithm on the environment of that name, whether it is known or not. */
    default ObjectNode preset(Algorithm algorithm, String id) {
        return Presets.tree(algorithm, id);
    }

    /**
     * Checks that a described environment supports the settings of a spec; adds a fault for each that it does not support.
     *
     * @param settings the group of settings {@code environment}
     */
    void check(EnvironmentDescription environment, JsonNode settings, Faults faults);

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
        public Optional<EnvironmentDescription> find(String id, Map<String, String> options, boolean spacesGiven) {
            if (others && !id.isBlank() && !knows(id)) {
                return Optional.empty();
            }
            EnvironmentEntry entry = registry.entry(id);
            if (options.isEmpty()) {
                return Optional.of(new EnvironmentDescription(
                        id,
                        entry.observationSpace(),
                        entry.actionSpace(),
                        entry.masksActions(),
                        entry.rewardThreshold()));
            }
            Environment instance = entry.create(options); // its options may change its spaces
            return Optional.of(new EnvironmentDescription(
                    id,
                    instance.observationSpace(),
                    instance.actionSpace(),
                    instance.masksActions(),
                    entry.rewardThreshold()));
        }

        @Override
        public ObjectNode preset(Algorithm algorithm, String id) {
            return knows(id) ? Presets.tree(algorithm, registry.entry(id)) : Presets.tree(algorithm, id);
        }

        @Override
        public void check(EnvironmentDescription environment, JsonNode settings, Faults faults) {
            registry.checkOptions(
                    environment.id(),
                    settings.path("difficultyRamping").asBoolean(),
                    settings.path("actionMasks").asBoolean(),
                    faults);
        }

        private boolean knows(String id) {
            return registry.ids().contains(id);
        }
    }
}
