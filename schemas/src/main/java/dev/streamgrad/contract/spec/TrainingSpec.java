package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.topic.PolicyIds;
import java.util.List;

/**
 * Everything that defines a policy's training. Immutable; a change is a new revision. Environment, network, seed, rollouts,
 * normalisation and the kind of optimiser never change under one policy id ({@link #fixedChanges}).
 *
 * <p>The constructor reports all faults together ({@link InvalidSpecException}).
 */
public record TrainingSpec(
        @Describe(value = "Name of the policy, unique within a Kafka cluster.", accepts = PolicyIds.WORDS)
        String policyId,

        @Describe("Revision of this spec, counted from 0.") @Range(from = 0)
        int revision,

        @Describe("Seed of every random number of the run.") long seed,
        EnvironmentSpec environment,
        NetworkSpec network,
        RolloutSpec rollouts,
        UpdateSpec update,
        AdvantageSpec advantage,
        LossSpec loss,
        OptimiserSpec optimiser,
        NormalisationSpec normalisation,
        BudgetSpec budget) {

    /** Largest record on a topic, in bytes. */
    public static final int LARGEST_RECORD = 64 << 20;

    /** Maximum number of parameters. A snapshot holds the weights and at most two moments of each; the rest of it is small. */
    private static final long MOST_PARAMETERS = (LARGEST_RECORD - (4 << 20)) / (3 * Float.BYTES);

    /** Maximum number of bytes of a snapshot, with room for what the record and the protocol add. */
    private static final long LARGEST_STATE = LARGEST_RECORD - (1L << 20);

    /** Bytes per agent in a snapshot: open return and length, and the reward normaliser's accumulator. */
    private static final long STATE_OF_AN_AGENT = 2 * Double.BYTES + Integer.BYTES + 1;

    /** Settings that determine the weights, the learner's state and the rollouts. */
    private static final List<String> FIXED = List.of(
            "/policyId",
            "/seed",
            "/environment",
            "/network",
            "/rollouts",
            "/normalisation",
            "/optimiser/kind",
            "/optimiser/separate");

    /** Checks the whole spec. */
    public TrainingSpec {
        Faults faults = new Faults();
        faults.require(PolicyIds.isOne(policyId), SpecOptions.outOfRange("policyId", "'" + policyId + "'"));
        faults.require(revision >= 0, SpecOptions.outOfRange("revision", Integer.toString(revision)));
        environment.check(faults);
        network.check(environment.observationSpace(), faults);
        rollouts.check(faults);
        update.check(faults);
        advantage.check(faults);
        loss.check(budget.totalSteps(), faults);
        optimiser.check(budget.totalSteps(), faults);
        normalisation.check(faults);
        budget.check(faults);
        combinations(update, advantage, loss, faults);
        faults.require(
                !network.stateDependentExploration() || environment.actionSpace() instanceof Box,
                "network.stateDependentExploration is true, but needs continuous actions; set it to false.");
        if (faults.messages().isEmpty()) {
            size(network.parameters(environment), faults);
            statistics(network.parameters(environment), environment, rollouts, normalisation, faults);
            rollouts.checkSize(environment, faults);
        }
        faults.throwIfAny();
    }

    private static void combinations(UpdateSpec update, AdvantageSpec advantage, LossSpec loss, Faults faults) {
        boolean ppo = update.algorithm() == Algorithm.PPO;
        faults.require(
                ppo || !loss.decoupled(),
                "loss.decoupled is true, but only PPO supports it; with a2c, set it to false: V-trace corrects for the lag.");
        faults.require(
                !ppo || loss.decoupled() || advantage.estimator() == AdvantageEstimator.GAE,
                "advantage.estimator is vtrace, but PPO's ratio corrects for the lag already; choose gae, or set"
                        + " loss.decoupled=true.");
    }

    private static void size(long parameters, Faults faults) {
        faults.require(
                parameters <= MOST_PARAMETERS,
                "The network (network.hidden, network.filters) has " + parameters
                        + " parameters, but a learner's state of more than "
                        + MOST_PARAMETERS + " does not fit into a Kafka record of " + (LARGEST_RECORD >> 20)
                        + " MiB; use fewer or narrower layers.");
    }

    /** Checks the size of the learner's state, which is one record of the snapshots topic, with its statistics and its state per agent. */
    private static void statistics(
            long parameters,
            EnvironmentSpec environment,
            RolloutSpec rollouts,
            NormalisationSpec normalisation,
            Faults faults) {
        long inputs =
                normalisation.observations() ? environment.observationSpace().features() : 0;
        long bytes = 3L * Float.BYTES * parameters + 2L * Double.BYTES * inputs + STATE_OF_AN_AGENT * rollouts.agents();
        faults.require(
                parameters > MOST_PARAMETERS || bytes <= LARGEST_STATE,
                "A learner's state of this spec takes " + bytes + " bytes (" + parameters
                        + " parameters, statistics of "
                        + inputs + " inputs, " + rollouts.agents() + " agents), but a Kafka record holds at most "
                        + LARGEST_STATE
                        + "; use a smaller network or observation, or normalisation.observations=false.");
    }

    /**
     * The settings that {@code next} changes although they are fixed for a policy id, such as {@code network}; empty if it may be a later
     * revision of this spec.
     */
    public List<String> fixedChanges(TrainingSpec next) {
        JsonNode own = SpecJson.tree(this);
        JsonNode others = SpecJson.tree(next);
        return FIXED.stream()
                .filter(field -> !own.at(field).equals(others.at(field)))
                .map(field -> field.substring(1).replace('/', '.'))
                .toList();
    }

    /** Number of updates until the total is reached, rounded up; 0 if training never ends. */
    public long updates() {
        long total = budget.totalSteps();
        long batch = rollouts.batch();
        return total / batch + (total % batch == 0 ? 0 : 1);
    }

    /** Transitions of the whole training, in whole batches, at most {@link Long#MAX_VALUE}; 0 for no end. */
    public long transitions() {
        long updates = updates();
        long batch = rollouts.batch();
        return updates > Long.MAX_VALUE / batch ? Long.MAX_VALUE : updates * batch;
    }

    /** The learning rate of the first update; the larger one if actor and critic have separate ones. */
    public double firstLearningRate() {
        long total = budget.totalSteps();
        double actor = optimiser.learningRate().at(rollouts.batch(), total);
        return optimiser.separate()
                ? Math.max(actor, optimiser.criticLearningRate().at(rollouts.batch(), total))
                : actor;
    }

    /**
     * The index of the random numbers for the action of an agent's step: the step's sequence. With state-dependent exploration it is the
     * sequence from which the current noise is held.
     */
    public long actionIndex(long sequence) {
        if (!network.stateDependentExploration()) {
            return sequence;
        }
        long step = sequence % rollouts.rolloutLength();
        int hold = rollouts.explorationHold() == 0 ? rollouts.rolloutLength() : rollouts.explorationHold();
        return sequence - step % hold;
    }

    /** The policy version that acts in rollout {@code rollout}: max(0, rollout − lag). */
    public long actingVersion(long rollout) {
        return Math.max(0, rollout - rollouts.lag());
    }
}
