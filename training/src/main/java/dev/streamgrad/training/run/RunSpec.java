package dev.streamgrad.training.run;

import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.process.KeptFile;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.spec.SpecDifference;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The training spec of a run, stored twice: {@code spec.json} for people and programs, and {@code .spec.json}, with which the run began. A
 * run keeps its spec: if the two differ, it is rejected.
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

    /** Whether the directory records with which spec its run began; one of an earlier release does not. */
    static boolean isIdentified(Path run) {
        return Files.exists(run.resolve(BEGUN));
    }

    /** Writes the spec of a run that begins or resumes. */
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
                    + " has now: restore it" + (difference.isEmpty() ? "" : " (" + difference + ")")
                    + ", or start another run in another --run-dir.");
        }
    }

    private static TrainingSpec parse(Path file) {
        String text = KeptFile.text(file, "training spec", "name the directory of a run.");
        try {
            return SpecJson.read(text);
        } catch (InvalidSpecException e) {
            throw new UserException(
                    "The training spec at " + file + " is invalid: " + String.join(" ", e.faults())
                            + " Restore the file.",
                    e);
        }
    }
}
