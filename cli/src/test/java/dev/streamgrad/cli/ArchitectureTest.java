package dev.streamgrad.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.streamgrad.simulator.process.MonotonicClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;

/** What may use what. The modules' class paths hold most of it; this holds the rest, and says it in one place. */
@AnalyzeClasses(packages = "dev.streamgrad", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CONTRACT = "dev.streamgrad.contract..";
    private static final String SIMULATOR = "dev.streamgrad.simulator..";
    private static final String LEARNER = "dev.streamgrad.learner..";
    private static final String JOB = "dev.streamgrad.job..";
    private static final String CLI = "dev.streamgrad.cli..";
    private static final String FLINK = "org.apache.flink..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String TENSORS = "ai.djl..";

    @ArchTest
    static final ArchRule theContractStandsAlone = noClasses()
            .that()
            .resideInAPackage(CONTRACT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIMULATOR, LEARNER, JOB, CLI, FLINK, TENSORS);

    @ArchTest
    static final ArchRule recordsAndSpecsNeedNoKafka = noClasses()
            .that()
            .resideInAPackage(CONTRACT)
            .and()
            .resideOutsideOfPackage("dev.streamgrad.contract.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KAFKA);

    @ArchTest
    static final ArchRule anActorNeedsNoFlinkAndNoTensors = noClasses()
            .that()
            .resideInAPackage(SIMULATOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LEARNER, JOB, CLI, FLINK, TENSORS);

    @ArchTest
    static final ArchRule actingNeedsNoKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.streamgrad.simulator.acting..",
                    "dev.streamgrad.simulator.inference..",
                    "dev.streamgrad.simulator.environment..",
                    "dev.streamgrad.simulator.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA, "dev.streamgrad.simulator.kafka..");

    @ArchTest
    static final ArchRule theLearnerNeedsNoFlinkAndNoKafka = noClasses()
            .that()
            .resideInAPackage(LEARNER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIMULATOR, JOB, CLI, FLINK, KAFKA);

    @ArchTest
    static final ArchRule theJobNeedsNoSimulator = noClasses()
            .that()
            .resideInAPackage(JOB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIMULATOR, CLI);

    @ArchTest
    static final ArchRule thePipelineKnowsNoKafka = noClasses()
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

    /** The wall clock can be set back: what measures a duration or waits for an interval is given a clock that cannot. */
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
