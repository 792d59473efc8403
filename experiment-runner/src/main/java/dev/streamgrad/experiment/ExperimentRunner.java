package dev.streamgrad.experiment;

import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.process.AtomicFile;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.KeptFile;
import dev.streamgrad.process.ProcessStart;
import dev.streamgrad.process.UserException;
import dev.streamgrad.process.WriteProblem;
import dev.streamgrad.training.run.LogFile;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs an experiment and writes its report. */
public final class ExperimentRunner {

    private static final String SHIPPED = "/dev/streamgrad/experiment/experiments/";

    private final Experiment experiment;
    private final Path directory;
    private final Optional<Path> copy;
    private final String command;
    private final Clock clock;
    private final BooleanSupplier stop;
    private final ExperimentRuns runs;
    private final Optional<StreamRepetition> repetition;
    private final Optional<ProbedRuns> probed;

    private ExperimentRunner(
            Experiment experiment,
            EnvironmentRegistry registry,
            Path directory,
            Optional<Path> copy,
            String command,
            Clock clock,
            BooleanSupplier stop) {
        this.experiment = experiment;
        this.directory = directory;
        this.copy = copy;
        this.command = command;
        this.clock = clock;
        this.stop = stop;
        runs = new ExperimentRuns(registry, directory, clock, stop);
        repetition = experiment.stream()
                .map(run -> new StreamRepetition(run.spec(), registry, directory.resolve(ExperimentDirectory.STREAM)));
        probed = experiment.probe().map(variant -> new ProbedRuns(variant, runs, registry));
    }

    /**
     * A runner of a shipped experiment, or of an experiment's file.
     *
     * @param registry the environments that it may name
     * @param directory directory of the runs and the report; {@code experiments/NAME} by default
     * @param copy directory for a copy of the Markdown report and its figures
     * @throws UserException if there is no such experiment
     */
    public static ExperimentRunner of(
            String nameOrFile,
            EnvironmentRegistry registry,
            Optional<Path> directory,
            Optional<Path> copy,
            Clock clock,
            BooleanSupplier stop) {
        Experiment experiment = read(nameOrFile, registry);
        Path home = directory.orElse(Path.of("experiments", experiment.name()));
        String command = CommandLineText.of("experiment", nameOrFile)
                + directory
                        .map(path -> " --dir " + CommandLineText.quoted(path.toString()))
                        .orElse("");
        return new ExperimentRunner(experiment, registry, home, copy, command, clock, stop);
    }

    /**
     * Trains the runs that are not finished and writes the report.
     *
     * @param jobs number of runs at a time
     * @param screen shows the progress
     * @return the result; empty if the experiment was stopped before its end
     * @throws FailedException if a file cannot be written, or if the repetition through Kafka and Flink ended with other weights
     */
    public Optional<Reported> run(int jobs, Screen screen) throws Exception {
        try (ExperimentDirectory taken = ExperimentDirectory.take(directory)) {
            LogFile.set(taken.log());
            ProcessStart.natives(TensorEngine::load);
            return trained(jobs, screen) ? Optional.of(reported()) : Optional.empty();
        }
    }

    private Reported reported() throws Exception {
        Report report = report();
        Path page = write(report);
        report.otherWeights().ifPresent(difference -> {
            throw new FailedException(difference + " The report is " + page + ".");
        });
        return new Reported(page, report.result(page));
    }

    /** Trains, probes and repeats; returns whether all of it was completed. */
    private boolean trained(int jobs, Screen screen) throws Exception {
        List<Experiment.Run> all = experiment.runs();
        List<Experiment.Run> open = runs.open(experiment);
        Optional<StreamRepetition> repeat =
                repetition.filter(stream -> stream.hash().isEmpty());
        long more = probed.map(probe -> probe.transitions(all)).orElse(0L)
                + (repeat.isPresent() ? experiment.stream().orElseThrow().spec().transitions() : 0);
        try (ExperimentProgress progress = ExperimentProgress.of(experiment, open, more, screen)) {
            runs.train(open, jobs, progress);
            if (probed.isPresent()) {
                probed.get().measure(all, jobs, progress, stop);
            }
            if (repeat.isPresent() && !stop.getAsBoolean()) {
                repeat.get().train(clock, progress, stop);
            }
        } catch (Exception e) {
            throw WriteProblem.explained(directory, "--dir", e);
        }
        return !stop.getAsBoolean();
    }

    private Report report() {
        return new Report(experiment, outcomes(), command, repetition.flatMap(StreamRepetition::hash));
    }

    private List<VariantResult> outcomes() {
        List<VariantResult> outcomes = new ArrayList<>();
        for (Experiment.Variant variant : experiment.variants()) {
            List<Experiment.Run> own = experiment.runs().stream()
                    .filter(run -> run.variant().equals(variant))
                    .toList();
            outcomes.add(new VariantResult(
                    variant,
                    own.stream().map(run -> runs.result(run).orElseThrow()).toList(),
                    probed.stream()
                            .flatMap(probe -> own.stream().map(probe::finding))
                            .flatMap(Optional::stream)
                            .toList()));
        }
        return outcomes;
    }

    private Path write(Report report) throws Exception {
        String markdown = report.markdown();
        Map<String, String> figures = report.figures();
        Path page = directory.resolve("report.html");
        try {
            write(directory, markdown, figures);
            AtomicFile.write(page, HtmlPage.of(experiment.title(), markdown, figures));
        } catch (IOException e) {
            throw WriteProblem.explained(directory, "--dir", e);
        }
        if (copy.isPresent()) {
            try {
                write(copy.get(), markdown, figures);
            } catch (IOException e) {
                throw WriteProblem.explained(copy.get(), "--report", e);
            }
        }
        return page;
    }

    private static void write(Path target, String markdown, Map<String, String> figures) throws IOException {
        Files.createDirectories(target);
        AtomicFile.write(target.resolve("README.md"), markdown);
        for (Map.Entry<String, String> figure : figures.entrySet()) {
            AtomicFile.write(target.resolve(figure.getKey()), figure.getValue());
        }
    }

    private static Experiment read(String nameOrFile, EnvironmentRegistry registry) {
        try (InputStream shipped = ExperimentRunner.class.getResourceAsStream(SHIPPED + nameOrFile + ".yaml")) {
            if (shipped != null) {
                return ExperimentFile.parse(
                        nameOrFile, new String(shipped.readAllBytes(), StandardCharsets.UTF_8), registry);
            }
            Path file = Path.of(nameOrFile);
            if (!Files.isRegularFile(file)) {
                throw new UserException("There is no experiment '" + nameOrFile + "': name a YAML file, or one of "
                        + String.join(", ", names()) + ".");
            }
            String name = file.getFileName().toString().replaceAll("\\.ya?ml$", "");
            return ExperimentFile.parse(
                    name, KeptFile.text(file, "experiment", "name an existing YAML file."), registry);
        } catch (IOException e) {
            throw new UserException("The experiment '" + nameOrFile + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** The titles of the shipped experiments by name; an experiment comes after those that it builds on. */
    public static Map<String, String> shipped() {
        Map<String, String> titles = new LinkedHashMap<>();
        for (String name : names()) {
            titles.put(name, read(name, EnvironmentRegistry.standard()).title());
        }
        return titles;
    }

    private static List<String> names() {
        try (InputStream index = ExperimentRunner.class.getResourceAsStream(SHIPPED + "index.txt")) {
            return new String(Objects.requireNonNull(index).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
