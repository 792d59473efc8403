package dev.streamgrad.training.spec;

import dev.streamgrad.contract.space.Space;
import java.util.OptionalDouble;

/**
 * What a training spec states of an environment.
 *
 * @param id its name in specs
 * @param observationSpace the space of its observations
 * @param actionSpace the space of its actions
 * @param masksActions whether it can restrict the allowed actions
 * @param rewardThreshold mean return at which its authors consider it solved; empty if they published none
 */
public record EnvironmentDescription(
        String id, Space observationSpace, Space actionSpace, boolean masksActions, OptionalDouble rewardThreshold) {}
