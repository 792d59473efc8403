package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.CartPole;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentFaultException;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.StepResult;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.spec.SpecRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents go only to simulators that can act them. */
final class AbleSimulatorsTest extends OnOneCluster {

    private static final EnvironmentRegistry SHOP = new EnvironmentRegistry(
            List.of(EnvironmentEntry.of("Shop-v0", CartPole::new, 500, OptionalDouble.empty())));

    private static final TrainingSpec SHOP_SPEC = new SpecRequest(
                    "ppo",
                    "Shop-v0",
                    Map.of(),
                    List.of(
                            "agents=4",
                            "rolloutLength=16",
                            "minibatchSize=32",
                            "epochs=1",
                            "hidden=8",
                            "totalSteps=640"))
            .resolve(SHOP);

    @Test
    void theStatusNamesAnEnvironmentThatNoSimulatorKnowsUntilOneJoinsThatDoes() throws Exception {
        try (Rig rig = new Rig(cluster, "unknown", 4);
                RunningService stock = new RunningService(rig.access(), rig.names(), false)) {
            rig.submit(SHOP_SPEC);
            Awaited.until("the policy is stalled", () -> newest(rig).state() == PolicyStatus.State.STALLED);
            assertThat(newest(rig).reason())
                    .contains(
                            "None of the 1 running simulators can act its environment Shop-v0",
                            "CartPole-v1",
                            "There is no environment 'Shop-v0'",
                            "Start a simulator that knows Shop-v0");
            try (RunningService able = new RunningService(rig.access(), rig.names(), SHOP, true)) {
                assertThat(rig.follow(SHOP_SPEC).hashes())
                        .isEqualTo(Runs.serial(SHOP_SPEC, SHOP).hashes());
                able.awaitEnd();
            }
            assertThat(stock.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void simulatorsOfDifferentEnvironmentsLeaveNoPolicyWithoutAgents() throws Exception {
        TrainingSpec cartPole = Runs.spec();
        try (Rig rig = new Rig(cluster, "mixed", 4);
                RunningService stock = new RunningService(rig.access(), rig.names(), false);
                RunningService able = new RunningService(rig.access(), rig.names(), SHOP, false)) {
            rig.submit(SHOP_SPEC);
            rig.submit(cartPole);
            assertThat(rig.follow(cartPole).hashes())
                    .isEqualTo(Runs.serial(cartPole).hashes());
            assertThat(rig.follow(SHOP_SPEC).hashes())
                    .isEqualTo(Runs.serial(SHOP_SPEC, SHOP).hashes());
            assertThat(stock.scrape()).doesNotContainKey("streamgrad_simulator_agents{policy=\"shop-v0-ppo\"}");
            assertThat(able.scrape()).containsKey("streamgrad_simulator_agents{policy=\"shop-v0-ppo\"}");
        }
    }

    @Test
    void onlyThePolicyWhoseEnvironmentFailsStops() throws Exception {
        EnvironmentRegistry faulty = EnvironmentRegistry.standard()
                .with(EnvironmentEntry.of("Shop-v0", ClosingShop::new, 500, OptionalDouble.empty()));
        TrainingSpec cartPole = Runs.spec();
        try (Rig rig = new Rig(cluster, "faulty", 4);
                RunningService service = new RunningService(rig.access(), rig.names(), faulty, false)) {
            rig.submit(SHOP_SPEC);
            Awaited.until("the policy is stalled", () -> newest(rig).state() == PolicyStatus.State.STALLED);
            assertThat(newest(rig).reason())
                    .contains(
                            "The environment Shop-v0 failed (policy shop-v0-ppo, agent ",
                            "step 6 of the episode): step threw java.lang.IllegalStateException: the shop is closed");
            rig.submit(cartPole);
            assertThat(rig.follow(cartPole).hashes())
                    .isEqualTo(Runs.serial(cartPole).hashes());
            assertThat(service.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTrainingEndsWithTheFaultOfItsEnvironment(@TempDir Path directory) {
        EnvironmentRegistry faulty = EnvironmentRegistry.standard()
                .with(EnvironmentEntry.of("Shop-v0", ClosingShop::new, 500, OptionalDouble.empty()));
        String fault = "The environment Shop-v0 failed (policy shop-v0-ppo, agent ";
        assertThatThrownBy(() -> Runs.serial(SHOP_SPEC, faulty)).hasMessageStartingWith(fault);
        assertThatThrownBy(() -> Runs.embedded(SHOP_SPEC, faulty, directory, 1, 1, 1))
                .isInstanceOf(EnvironmentFaultException.class)
                .hasMessageStartingWith(fault);
    }

    /** Fails in the sixth step of an episode. */
    private static final class ClosingShop implements Environment {

        private final CartPole inner = new CartPole();
        private int steps;

        @Override
        public Space observationSpace() {
            return inner.observationSpace();
        }

        @Override
        public Space actionSpace() {
            return inner.actionSpace();
        }

        @Override
        public void reset(RandomStream random) {
            steps = 0;
            inner.reset(random);
        }

        @Override
        public void step(float[] actions, int at, RandomStream random, StepResult result) {
            steps++;
            if (steps == 6) {
                throw new IllegalStateException("the shop is closed");
            }
            inner.step(actions, at, random, result);
        }

        @Override
        public void observe(float[] observations, int at) {
            inner.observe(observations, at);
        }
    }

    /** A rolling upgrade: simulators of earlier releases act all policies, through one group. */
    @Test
    void waitsUntilTheSimulatorsOfAnEarlierReleaseHaveLeft() throws Exception {
        TrainingSpec spec = Runs.spec();
        try (Rig rig = new Rig(cluster, "upgrade", 4);
                KafkaConsumer<byte[], byte[]> earlier = earlier(rig)) {
            Awaited.until("the earlier simulator is a member", () -> {
                earlier.poll(Duration.ofMillis(100));
                return !earlier.assignment().isEmpty();
            });
            try (RunningService upgraded = new RunningService(rig.access(), rig.names(), true)) {
                rig.submit(spec);
                Awaited.until("the new simulator waits", () -> {
                    earlier.poll(Duration.ofMillis(100));
                    return upgraded.get("/-/healthy").body().contains("waiting for 1 simulators of an earlier release");
                });
                assertThat(rig.all(rig.names().transitions())).isEmpty();
                earlier.unsubscribe(); // leaves the group
                assertThat(rig.follow(spec).hashes())
                        .isEqualTo(Runs.serial(spec).hashes());
                upgraded.awaitEnd();
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> earlier(Rig rig) {
        Map<String, Object> settings = rig.access().client();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, rig.names().simulatorGroup());
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(rig.names().transitions()));
        return consumer;
    }

    private static PolicyStatus newest(Rig rig) {
        List<PolicyStatus> statuses = new ArrayList<>(
                List.of(new PolicyStatus(SHOP_SPEC.policyId(), PolicyStatus.State.RUNNING, "not written yet", 0, 0)));
        rig.all(rig.names().status()).forEach(record -> {
            try {
                statuses.add(Codecs.STATUS.decode(record.value()));
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        });
        return statuses.get(statuses.size() - 1);
    }
}
