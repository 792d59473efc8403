package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Space;
import java.util.Optional;

/** An environment around another one (Gymnasium's {@code Wrapper}). Delegates every method that a subclass does not override. */
abstract class Wrapper implements Environment {

    /** The inner environment. */
    final Environment environment;

    Wrapper(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Space observationSpace() {
        return environment.observationSpace();
    }

    @Override
    public Space actionSpace() {
        return environment.actionSpace();
    }

    @Override
    public boolean masksActions() {
        return environment.masksActions();
    }

    @Override
    public void mask(byte[] mask, int at) {
        environment.mask(mask, at);
    }

    @Override
    public void reset(RandomStream random) {
        environment.reset(random);
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        environment.step(actions, at, random, result);
    }

    @Override
    public void observe(float[] observations, int at) {
        environment.observe(observations, at);
    }

    @Override
    public Optional<String> render() {
        return environment.render();
    }
}
