package dev.streamgrad.benchmarks;

import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.UpdateResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One policy update: rollout batch in, policy version out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class UpdateBenchmark {

    /**
     * The preset: the zoo's A2C (40 transitions, 1 step), the zoo's PPO (256, 20), 64 × 128 (8,192, 16), or MinAtar's network
     * (1,024 transitions four times, in minibatches of 256: 4,096 rows forward and backward).
     */
    @Param({"a2c", "ppo", "throughput", "convolution"})
    public String preset;

    private Setting setting;
    private Learner learner;

    @Setup
    public void prepare() {
        setting = switch (preset) {
            case "throughput" -> Setting.of("ppo", "agents=64", "rolloutLength=128", "minibatchSize=2048", "epochs=4");
            case "convolution" ->
                Setting.convolutional("ppo", "agents=8", "rolloutLength=128", "minibatchSize=256", "epochs=4");
            default -> Setting.of(preset);
        };
        learner = new Learner();
    }

    @TearDown
    public void close() {
        learner.close();
    }

    @Benchmark
    public UpdateResult update() {
        return learner.update(setting.spec(), setting.state(), setting.batch());
    }
}
