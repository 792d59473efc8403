package dev.streamgrad.cli.run;

import dev.streamgrad.cli.spec.SpecDifference;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The training spec of a run, kept twice: {@code spec.json} for people and programs, and {@code .spec.json} as the run began. A run is
 * of one spec: where the two differ, nothing is done with it.
 */
final class RunSpec {

    static final String FILE = "spec.json";
    static final String BEGUN = ".spec.json";

    private RunSpec() {}

    /** The spec of the run in a directory, which may be in use. */
    static TrainingSpec read(Path run) {
        TrainingSpec spec = parse(run.resolve(FILE));
        if (isIdentified(run)) {
            check(run, parse(run.resolve(BEGUN)), spec);
        }
        return spec;
    }

    /** Whether the directory says of which spec its run began; one of an earlier release does not. */
    static boolean isIdentified(Path run) {
        return Files.exists(run.resolve(BEGUN));
    }

    /** A run of this spec begins or goes on. */
    static void write(RunDirectory run, TrainingSpec spec) {
        String text = SpecJson.write(spec) + "\n";
        if (!isIdentified(run.path())) {
            run.write(BEGUN, text);
        }
        run.write(FILE, text);
    }

    static void check(Path run, TrainingSpec begun, TrainingSpec spec) {
        if (!SpecJson.tree(begun).equals(SpecJson.tree(spec))) {
            String difference = SpecDifference.complete(spec, begun);
            throw new UserException("The run in " + run + " began with another spec than its " + FILE
                    + " holds now: put it back" + (difference.isEmpty() ? "" : " (" + difference + ")")
                    + ", or start another run, in another --run-dir.");
        }
    }

    private static TrainingSpec parse(Path file) {
        String text = KeptFile.text(file, "training spec", "name the directory of a run.");
        try {
            return SpecJson.read(text);
        } catch (InvalidSpecException e) {
            throw new UserException(
                    "The training spec at " + file + " does not hold: " + String.join(" ", e.faults())
                            + " Put the file back as it was.",
                    e);
        }
    }
}
