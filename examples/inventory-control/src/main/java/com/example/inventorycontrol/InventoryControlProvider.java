package com.example.inventorycontrol;

import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentOption;
import dev.streamgrad.environment.EnvironmentProvider;
import java.util.List;
import java.util.OptionalDouble;

/** Gives Streamgrad the environment; {@code META-INF/services} names this class. */
public final class InventoryControlProvider implements EnvironmentProvider {

    /** The name of the environment. */
    public static final String ID = "InventoryControl-v0";

    /** Periods of an episode. */
    static final int PERIODS = 100;

    /** The settings that differ from the defaults of PPO. */
    private static final String PPO = """
            {
              "rollouts": {"agents": 8, "rolloutLength": 128},
              "update": {"minibatchSize": 256, "epochs": 10},
              "advantage": {"gamma": 0.95, "lambda": 0.9},
              "loss": {"entropyCoefficient": 0.01},
              "optimiser": {"learningRate": "linear(0.001)"},
              "budget": {"totalSteps": 1000000}
            }
            """;

    @Override
    public List<EnvironmentEntry> environments() {
        List<EnvironmentOption> options = List.of(
                EnvironmentOption.number("meanDemand", 5, "Mean demand per period."),
                EnvironmentOption.whole("leadTime", 2, "Periods between an order and its arrival."));
        return List.of(EnvironmentEntry.withOptions(
                        ID,
                        options,
                        set -> new InventoryControl(set.number("meanDemand"), set.whole("leadTime")).adapted(),
                        PERIODS,
                        OptionalDouble.empty())
                .withPreset(Algorithm.PPO, PPO));
    }
}
