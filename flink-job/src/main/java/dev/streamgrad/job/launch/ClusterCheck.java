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

/** Whether a Flink cluster can run the job. Every refusal names the thing, and the remedy. */
public final class ClusterCheck {

    private static final String ENGINE = "ai.djl.engine.Engine";
    private static final String REMEDY = "Set it in Flink's configuration, for example execution.checkpointing.dir:"
            + " file:///checkpoints, a directory that the job manager and every task manager share, or s3://…";

    private ClusterCheck() {}

    /**
     * Checks all.
     *
     * @param settings the cluster's configuration, with the job's
     * @throws JobRefusedException at the first thing that is not as it must be
     */
    public static void run(ReadableConfig settings) {
        version(EnvironmentInformation.getVersion(), builtFor());
        engine(ClusterCheck.class.getClassLoader(), StreamExecutionEnvironment.class.getClassLoader());
        checkpoints(settings);
    }

    /** Another major or minor version of Flink has other internals, which a job links to. */
    static void version(String running, String builtFor) {
        if (!minor(running).equals(minor(builtFor))) {
            throw new JobRefusedException("This is Flink " + running + ", but the job is built for Flink "
                    + minor(builtFor) + ": run it on Flink " + minor(builtFor)
                    + ".x, or build it anew with -Dflink.version=" + running + ".");
        }
    }

    private static String minor(String version) {
        String[] parts = version.split("\\.", -1);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    /** A native library loads in one class loader only, so the engine belongs to Flink's, which outlives every job. */
    static void engine(ClassLoader job, ClassLoader flink) {
        try {
            if (Class.forName(ENGINE, false, job).getClassLoader() != flink) {
                throw new JobRefusedException(
                        "DJL comes with the job (" + ENGINE + "), but its native library loads only once in a"
                                + " process: take it out of the job's jar and of usrlib/, and put the jars of flink-job/target/dist/lib"
                                + " into Flink's lib/ folder.");
            }
        } catch (ClassNotFoundException e) {
            throw new JobRefusedException("Flink does not have DJL, the learner's tensor engine (" + ENGINE
                    + "): put the jars of flink-job/target/dist/lib into the lib/ folder of the job manager and of every task"
                    + " manager.");
        }
    }

    /** Without checkpoints a restart would learn everything anew. Only local directories can be looked at from here. */
    static void checkpoints(ReadableConfig settings) {
        String directory = settings.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .orElseThrow(() -> new JobRefusedException(
                        "There is no place for checkpoints: execution.checkpointing.dir is not set. " + REMEDY + "."));
        String scheme = scheme(directory);
        if (!scheme.isEmpty() && !scheme.equals("file")) {
            return;
        }
        Path path = Path.of(new org.apache.flink.core.fs.Path(directory).toUri().getPath());
        if (!Files.isDirectory(path)) {
            throw new JobRefusedException("execution.checkpointing.dir is " + directory
                    + ", but there is no such directory: create it, or mount the volume. " + REMEDY + ".");
        }
        if (!Files.isWritable(path)) {
            throw new JobRefusedException("execution.checkpointing.dir is " + directory
                    + ", but this process may not write there: give it to the user that runs Flink. " + REMEDY + ".");
        }
    }

    private static String scheme(String directory) {
        try {
            return Objects.requireNonNullElse(
                    new org.apache.flink.core.fs.Path(directory).toUri().getScheme(), "");
        } catch (IllegalArgumentException e) {
            throw new JobRefusedException("execution.checkpointing.dir is '" + directory + "', which is no path: "
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
