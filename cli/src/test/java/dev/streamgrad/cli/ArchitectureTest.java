package dev.streamgrad.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.streamgrad.process.MonotonicClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;

/** The rules for dependencies between modules and packages. The modules' class paths enforce most of them; this test enforces all. */
@AnalyzeClasses(packages = "dev.streamgrad", importOptions = ArchitectureTest.OnlyMain.class)
class ArchitectureTest {

    /** Excludes the test classes of all modules. */
    static final class OnlyMain implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static final String KAFKA_ACCESS = "dev.streamgrad.kafka..";
    private static final String LEARNER = "dev.streamgrad.learner..";
    private static final String FLINK = "org.apache.flink..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String TENSORS = "ai.djl..";

    /** The layers of docs/architecture.md; {@code ModulesTest} checks the poms against the same page. */
    @ArchTest
    static final ArchRule modulesUseOnlyThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.streamgrad..")
            .layer("process")
            .definedBy("dev.streamgrad.process..")
            .layer("schemas")
            .definedBy("dev.streamgrad.contract..")
            .layer("kafka-access")
            .definedBy(KAFKA_ACCESS)
            .layer("environments")
            .definedBy("dev.streamgrad.environment..")
            .layer("actor")
            .definedBy("dev.streamgrad.actor..")
            .layer("env-simulators")
            .definedBy("dev.streamgrad.simulator..")
            .layer("learner")
            .definedBy(LEARNER)
            .layer("flink-job")
            .definedBy("dev.streamgrad.job..")
            .layer("training")
            .definedBy("dev.streamgrad.training..")
            .layer("experiment-runner")
            .definedBy("dev.streamgrad.experiment..")
            .layer("local-cluster")
            .definedBy("dev.streamgrad.cluster..")
            .layer("cli")
            .definedBy("dev.streamgrad.cli..")
            .whereLayer("process")
            .mayNotAccessAnyLayer()
            .whereLayer("schemas")
            .mayNotAccessAnyLayer()
            .whereLayer("kafka-access")
            .mayOnlyAccessLayers("schemas")
            .whereLayer("environments")
            .mayOnlyAccessLayers("schemas")
            .whereLayer("actor")
            .mayOnlyAccessLayers("schemas", "kafka-access", "environments")
            .whereLayer("env-simulators")
            .mayOnlyAccessLayers("process", "schemas", "kafka-access", "environments", "actor")
            .whereLayer("learner")
            .mayOnlyAccessLayers("schemas")
            .whereLayer("flink-job")
            .mayOnlyAccessLayers("schemas", "kafka-access", "learner")
            .whereLayer("training")
            .mayOnlyAccessLayers("process", "schemas", "kafka-access", "environments", "actor", "learner", "flink-job")
            .whereLayer("experiment-runner")
            .mayOnlyAccessLayers("process", "schemas", "environments", "actor", "learner", "training")
            .whereLayer("local-cluster")
            .mayOnlyAccessLayers("process", "kafka-access")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule onlyClassesThatAccessKafkaUseItsClients = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.streamgrad.process..",
                    "dev.streamgrad.contract..",
                    "dev.streamgrad.environment..",
                    "dev.streamgrad.actor",
                    "dev.streamgrad.actor.inference..",
                    "dev.streamgrad.simulator.metrics..",
                    "dev.streamgrad.learner..",
                    "dev.streamgrad.experiment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, KAFKA_ACCESS, "dev.streamgrad.actor.kafka..");

    @ArchTest
    static final ArchRule onlyJobTrainingAndClusterUseFlink = noClasses()
            .that()
            .resideOutsideOfPackages("dev.streamgrad.job..", "dev.streamgrad.training..", "dev.streamgrad.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK);

    @ArchTest
    static final ArchRule chartsStayInTheExperiments = noClasses()
            .that()
            .resideOutsideOfPackage("dev.streamgrad.experiment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jetbrains.letsPlot..", "kotlin..");

    @ArchTest
    static final ArchRule thePipelineIsIndependentOfKafka = noClasses()
            .that()
            .resideInAPackage("dev.streamgrad.job.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, "dev.streamgrad.job.kafka..", "org.apache.flink.connector..");

    @ArchTest
    static final ArchRule nativeMemoryStaysInTheLearner = noClasses()
            .that()
            .resideOutsideOfPackages(LEARNER)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("ai\\.djl\\.ndarray\\.ND(Array|List)");

    @ArchTest
    static final ArchRule assemblyIsPure = noClasses()
            .that()
            .resideInAnyPackage("dev.streamgrad.learner.rollout..", "dev.streamgrad.learner.advantage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TENSORS);

    @ArchTest
    static final ArchRule timeAndChanceAreArguments = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(Random.class);

    /** The wall clock can be set back, so code that measures durations or waits gets a monotonic clock as an argument. */
    @ArchTest
    static final ArchRule onlyTheMonotonicClockReadsTheWallClock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(MonotonicClock.class.getName())
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Clock.class, "system", ZoneId.class);

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("dev.streamgrad.(**)").should().beFreeOfCycles();
}
