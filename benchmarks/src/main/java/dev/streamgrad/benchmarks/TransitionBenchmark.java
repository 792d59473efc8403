package dev.streamgrad.benchmarks;

import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time per transition: acting (64 agents at once, CartPole's or MinAtar's network), encoding and decoding (128 rows per block). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TransitionBenchmark {

    private static final int AGENTS = 64;
    private static final int ROWS = 128;

    private AgentPool pool;
    private AgentPool convolutionalPool;
    private TransitionBlock block;
    private byte[] encoded;

    @Setup
    public void prepare() {
        Setting setting = Setting.of("ppo", "agents=" + AGENTS, "rolloutLength=" + ROWS);
        pool = Setting.pool(setting.spec(), setting.state());
        Setting convolutional = Setting.convolutional("ppo", "agents=" + AGENTS, "rolloutLength=" + ROWS);
        convolutionalPool = Setting.pool(convolutional.spec(), convolutional.state());
        block = setting.blocks().get(0);
        encoded = Codecs.TRANSITION_BLOCK.encode(block);
    }

    @Benchmark
    @OperationsPerInvocation(AGENTS)
    public void act(Blackhole hole) {
        pool.step(hole::consume);
    }

    @Benchmark
    @OperationsPerInvocation(AGENTS)
    public void actWithConvolution(Blackhole hole) {
        convolutionalPool.step(hole::consume);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public byte[] encode() {
        return Codecs.TRANSITION_BLOCK.encode(block);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public TransitionBlock decode() throws MalformedRecordException {
        return Codecs.TRANSITION_BLOCK.decode(encoded);
    }
}
