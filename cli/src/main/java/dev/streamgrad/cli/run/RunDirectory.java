package dev.streamgrad.cli.run;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's directory: {@code spec.json}, {@code progress.csv}, {@code summary.json}, event files, evaluations, the final policy and the
 * best one, the log, and what the embedded broker and the checkpoints need to resume. Locked while a process uses it.
 */
public final class RunDirectory implements AutoCloseable {

    /** The newest policy version, written when the run ends. */
    public static final String POLICY = "policy.avro";

    /** The version that was the best in the evaluations so far. */
    public static final String BEST_POLICY = "best-policy.avro";

    /** Space set aside, so that a run whose disk is full can still say so. */
    private static final String RESERVE = ".reserve";

    /** What summary, tables and events may still need. */
    private static final int RESERVED_BYTES = 256 << 10;

    /** What a start that came to nothing leaves. */
    private static final List<String> UNUSED = List.of(DirectoryLock.FILE, RESERVE, RunSpec.BEGUN, LogFile.NAME);

    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

    private final Path path;
    private final DirectoryLock lock;

    private RunDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new run: the directory must be empty or not there. */
    public static RunDirectory create(Path path) {
        RunDirectory directory = open(path);
        try {
            directory.refuseUsed();
            return directory;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** A run that others carry out: a new one, or the one of the same spec, to be followed on. */
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

    /** A run that is there, to be continued. */
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
     * @throws UserException if it is not the one with which the run began
     */
    public static TrainingSpec readSpec(Path path) {
        return RunSpec.read(path);
    }

    /** Whether the run in a directory is of this very spec. */
    public static boolean holds(Path path, TrainingSpec spec) {
        try {
            return hasSpec(path) && SpecJson.tree(readSpec(path)).equals(SpecJson.tree(spec));
        } catch (UserException e) {
            LOG.warn("What is in {} does not count as a run of its spec: {}", path, e.getMessage());
            return false;
        }
    }

    /** The final policy of the run in a directory. */
    public static PolicyUpdate readPolicy(Path path) {
        return readPolicy(path.resolve(POLICY), "a run writes it when it ends.");
    }

    /** The best policy of the run in a directory, where it was evaluated while training. */
    public static PolicyUpdate readBestPolicy(Path path) {
        return readPolicy(
                path.resolve(BEST_POLICY),
                "a run keeps its best where it is evaluated while training: train with --eval-every, or leave out --best.");
    }

    /**
     * A policy, whose weights have the hash that it states; if it is not there, the error says this of it.
     *
     * @throws UserException if it is not there, cannot be read, or is damaged
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

    /** Where the run is. */
    public Path path() {
        return path;
    }

    /** A file or folder of the run. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Says of which spec the run is: from now on it is of no other. */
    public void begin(TrainingSpec spec) {
        RunSpec.write(this, spec);
    }

    /** Whether it was said of which spec the run is; in a directory of an earlier release it was not. */
    public boolean begun() {
        return RunSpec.isIdentified(path);
    }

    /**
     * Refuses to go on with a run that began with another spec.
     *
     * @param begun the spec of which the run is, as its topics have it
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
                WholeFile.write(target, content);
            } catch (IOException e) {
                Files.deleteIfExists(path.resolve(RESERVE)); // a full disk: what it was kept for
                WholeFile.write(target, content);
            }
        } catch (IOException e) {
            throw unusable(target, e);
        }
    }

    /** Whether there is hardly any space left where the run is kept. */
    public boolean diskFull() {
        try {
            return Files.getFileStore(path).getUsableSpace() < 2L * RESERVED_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sets space aside for the files that are written at the end, beside the small ones.
     *
     * @param bytes of a policy
     */
    public void reserve(long bytes) {
        try {
            Files.write(path.resolve(RESERVE), new byte[Math.toIntExact(RESERVED_BYTES + bytes)]);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Lets another process use the directory. */
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

    private void refuseUsed() {
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

    /** A directory that may not be looked into is not one without a run. */
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
