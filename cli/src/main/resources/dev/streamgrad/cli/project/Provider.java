package {{package}};

import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentOption;
import dev.streamgrad.environment.EnvironmentProvider;
import java.util.List;
import java.util.OptionalDouble;

/** Gives Streamgrad the environments of this jar; {@code META-INF/services} names this class. */
public final class {{class}}Provider implements EnvironmentProvider {

    /** The name of the environment, with its version: raise it when the rules change. */
    public static final String ID = "{{id}}";

    private static final int TIME_LIMIT = 100;

    /** The mean return at which the environment counts as solved. */
    private static final OptionalDouble SOLVED = OptionalDouble.of(-11);

    /** The settings that differ from the defaults of PPO. */
    private static final String PPO = """
            {"budget": {"totalSteps": 30000}, "rollouts": {"agents": 4, "rolloutLength": 64}}
            """;

    @Override
    public List<EnvironmentEntry> environments() {
        return List.of(EnvironmentEntry.withOptions(
                        ID,
                        List.of(EnvironmentOption.whole("cells", 10, "Number of cells of the corridor.")),
                        options -> new {{class}}(options.whole("cells")).adapted(),
                        TIME_LIMIT,
                        SOLVED)
                .withPreset(Algorithm.PPO, PPO));
    }
}
