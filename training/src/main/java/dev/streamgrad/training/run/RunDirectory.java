package dev.streamgrad.training.run;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.process.AtomicFile;
import dev.streamgrad.process.DirectoryLock;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.KeptFile;
import dev.streamgrad.process.UserException;
import dev.streamgrad.process.WriteProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a run: {@code spec.json}, {@code progress.csv}, {@code summary.json}, event files, evaluations, the final policy and the
 * best one, the log, and the data of broker and checkpoints for resuming. Locked while a process uses it.
 */
public final class RunDirectory implements AutoCloseable {

    /** The newest policy version, written when the run ends. */
    public static final String POLICY = "policy.avro";

    /** The version with the best evaluation so far. */
    public static final String BEST_POLICY = "best-policy.avro";

    /** Reserved space, so that a run whose disk is full can still write its policy and its summary. */
    private static final String RESERVE = ".reserve";

    /** Space for the summary, the tables and the events. */
    private static final int RESERVED_BYTES = 256 << 10;

    /** The files that a failed start leaves. */
    private static final List<String> UNUSED = List.of(DirectoryLock.FILE, RESERVE, RunSpec.BEGUN, LogFile.NAME);

    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

    private final Path path;
    private final DirectoryLock lock;

    private RunDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates the directory of a new run; it must be empty or missing. */
    public static RunDirectory create(Path path) {
        RunDirectory directory = open(path);
        try {
            directory.rejectUsed();
            return directory;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Opens the directory of a run that other processes carry out: a new one, or an existing one of the same spec, to continue following
     * it.
     */
    public static RunDirectory follow(Path path, TrainingSpec spec) {
        if (!hasSpec(path)) {
            return create(path);
        }
        TrainingSpec known = readSpec(path);
        if (!SpecJson.tree(known).equals(SpecJson.tree(spec))) {
            throw new UserException("The run directory " + path + " holds the run of another spec, of policy "
                    + known.policyId() + "; name another directory with --run-dir.");
        }
        return open(path);
    }

    /** Opens the directory of an existing run, to continue it. */
    public static RunDirectory resume(Path path) {
        if (!hasSpec(path)) {
            throw new UserException(
                    "The run directory " + path + " holds no run to resume: there is no spec.json in it.");
        }
        return open(path);
    }

    /**
     * The training spec of the run in a directory, which may be in use.
     *
     * @throws UserException if the spec differs from the one with which the run began
     */
    public static TrainingSpec readSpec(Path path) {
        return RunSpec.read(path);
    }

    /** Whether the run in a directory has exactly this spec. */
    public static boolean holds(Path path, TrainingSpec spec) {
        try {
            return hasSpec(path) && SpecJson.tree(readSpec(path)).equals(SpecJson.tree(spec));
        } catch (UserException e) {
            LOG.warn("Not using {} as a run of this spec: {}", path, e.getMessage());
            return false;
        }
    }

    /** The final policy of the run in a directory. */
    public static PolicyUpdate readPolicy(Path path) {
        return readPolicy(path.resolve(POLICY), "a run writes it when it ends.");
    }

    /** The best policy of the run in a directory, if it was evaluated during training. */
    public static PolicyUpdate readBestPolicy(Path path) {
        return readPolicy(
                path.resolve(BEST_POLICY),
                "a run keeps its best policy only if it evaluates while training: train with --eval-every, or leave out --best.");
    }

    /**
     * Reads a policy and checks that its weights have the hash that it states.
     *
     * @param advice end of the error message if the file is missing
     * @throws UserException if it is missing, cannot be read, or is damaged
     */
    public static PolicyUpdate readPolicy(Path file, String advice) {
        byte[] content = KeptFile.bytes(file, "policy", advice);
        try {
            PolicyUpdate policy = Codecs.POLICY_UPDATE.decode(content);
            PolicyInspection.damage(policy).ifPresent(damage -> {
                throw new UserException("The policy at " + file + " is damaged. " + damage);
            });
            return policy;
        } catch (MalformedRecordException e) {
            throw new UserException("The policy at " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The path of the directory. */
    public Path path() {
        return path;
    }

    /** The path of a file or directory of the run. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Records the spec with which the run begins; from now on, the run accepts no other. */
    public void begin(TrainingSpec spec) {
        RunSpec.write(this, spec);
    }

    /** Whether the directory records with which spec the run began; a directory of an earlier release does not. */
    public boolean begun() {
        return RunSpec.isIdentified(path);
    }

    /**
     * Rejects a spec other than the one with which the run began.
     *
     * @param begun the spec with which the run began, as its topics have it
     */
    public void requireSame(TrainingSpec begun, TrainingSpec spec) {
        RunSpec.check(path, begun, spec);
    }

    /** Writes a file whole or not at all. */
    public void write(String name, String content) {
        write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a policy whole or not at all. */
    public void write(String name, PolicyUpdate policy) {
        write(name, Codecs.POLICY_UPDATE.encode(policy));
    }

    /** Writes a file whole or not at all. */
    public void write(String name, byte[] content) {
        Path target = path.resolve(name);
        try {
            try {
                AtomicFile.write(target, content);
            } catch (IOException e) {
                Files.deleteIfExists(path.resolve(RESERVE)); // if the disk is full, use the reserved space
                AtomicFile.write(target, content);
            }
        } catch (IOException e) {
            throw unusable(target, e);
        }
    }

    /** Whether the disk of the run is almost full. */
    public boolean diskFull() {
        try {
            return Files.getFileStore(path).getUsableSpace() < 2L * RESERVED_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reserves space for the files that are written when the run ends.
     *
     * @param bytes size of a policy, in addition to the small files
     */
    public void reserve(long bytes) {
        try {
            Files.write(path.resolve(RESERVE), new byte[Math.toIntExact(RESERVED_BYTES + bytes)]);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Releases the directory for other processes. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(RESERVE));
            lock.close();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static RunDirectory open(Path path) {
        try {
            DirectoryLock lock = DirectoryLock.take(path, "run directory", "--run-dir");
            try {
                RunDirectory directory = new RunDirectory(path, lock);
                directory.reserve(0);
                return directory;
            } catch (FailedException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private void rejectUsed() {
        try (Stream<Path> content = Files.list(path)) {
            if (content.anyMatch(file -> UNUSED.stream().noneMatch(file::endsWith))) {
                throw new UserException("The run directory " + path
                        + " holds a run already; continue it with --resume, or name another with --run-dir.");
            }
            Files.deleteIfExists(path.resolve(RunSpec.BEGUN));
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Whether there is a spec; a directory that cannot be read counts as one with a spec. */
    private static boolean hasSpec(Path path) {
        return !Files.notExists(path.resolve(RunSpec.FILE));
    }

    static FailedException unusable(Path path, IOException e) {
        String reason = WriteProblem.reason(e).orElseGet(() -> String.valueOf(e.getMessage()));
        return new FailedException(
                "Cannot write " + path + " (" + reason
                        + "); check the disk and the permissions, or name another --run-dir.",
                e);
    }
}
