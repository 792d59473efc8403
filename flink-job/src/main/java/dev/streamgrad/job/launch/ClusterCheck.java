package dev.streamgrad.job.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Checks whether a Flink cluster can run the job. Every rejection names the fault and the remedy. */
public final class ClusterCheck {

    private static final String ENGINE = "ai.djl.engine.Engine";
    private static final String REMEDY = "Set it in Flink's configuration, for example execution.checkpointing.dir:"
            + " file:///checkpoints, a directory that the job manager and every task manager share, or s3://…";

    private ClusterCheck() {}

    /**
     * Runs all checks.
     *
     * @param settings the cluster's configuration, with the job's
     * @throws JobRejectedException at the first fault
     */
    public static void run(ReadableConfig settings) {
        version(EnvironmentInformation.getVersion(), builtFor());
        engine(ClusterCheck.class.getClassLoader(), StreamExecutionEnvironment.class.getClassLoader());
        checkpoints(settings);
    }

    /** The job uses internals of Flink, which differ between major and minor versions. */
    static void version(String running, String builtFor) {
        if (!minor(running).equals(minor(builtFor))) {
            throw new JobRejectedException("The cluster runs Flink " + running + ", but the job is built for Flink "
                    + minor(builtFor) + ": run it on Flink " + minor(builtFor)
                    + ".x, or rebuild it with -Dflink.version=" + running + ".");
        }
    }

    private static String minor(String version) {
        String[] parts = version.split("\\.", -1);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    /** Only one class loader of a process can load a native library, so it must be Flink's, which outlives every job. */
    static void engine(ClassLoader job, ClassLoader flink) {
        try {
            if (Class.forName(ENGINE, false, job).getClassLoader() != flink) {
                throw new JobRejectedException(
                        "DJL comes with the job (" + ENGINE + "), but its native library can be loaded only once in a"
                                + " process: remove DJL from the job's jar and from usrlib/, and put the jars of flink-job/target/dist/lib"
                                + " into Flink's lib/ folder.");
            }
        } catch (ClassNotFoundException e) {
            throw new JobRejectedException("Flink does not have DJL, the learner's tensor engine (" + ENGINE
                    + "): put the jars of flink-job/target/dist/lib into the lib/ folder of the job manager and of every task"
                    + " manager.");
        }
    }

    /** Without checkpoints a restarted job would learn everything again. Only local directories can be checked from here. */
    static void checkpoints(ReadableConfig settings) {
        String directory = settings.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .orElseThrow(() -> new JobRejectedException(
                        "The job has no directory for checkpoints: execution.checkpointing.dir is not set. " + REMEDY
                                + "."));
        String scheme = scheme(directory);
        if (!scheme.isEmpty() && !scheme.equals("file")) {
            return;
        }
        Path path = Path.of(new org.apache.flink.core.fs.Path(directory).toUri().getPath());
        if (!Files.isDirectory(path)) {
            throw new JobRejectedException("execution.checkpointing.dir is " + directory
                    + ", but there is no such directory: create it, or mount its volume. " + REMEDY + ".");
        }
        if (!Files.isWritable(path)) {
            throw new JobRejectedException("execution.checkpointing.dir is " + directory
                    + ", but this process cannot write to it: make it writable for the user that runs Flink. " + REMEDY
                    + ".");
        }
    }

    private static String scheme(String directory) {
        try {
            return Objects.requireNonNullElse(
                    new org.apache.flink.core.fs.Path(directory).toUri().getScheme(), "");
        } catch (IllegalArgumentException e) {
            throw new JobRejectedException("execution.checkpointing.dir is '" + directory + "', which is not a path: "
                    + e.getMessage() + ". " + REMEDY + ".");
        }
    }

    private static String builtFor() {
        try (InputStream stream = ClusterCheck.class.getResourceAsStream("built-for.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(stream));
            return properties.getProperty("flink");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
