package dev.streamgrad.job.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds the newest usable checkpoint below a directory. A job manager without high availability loses its list of checkpoints when it dies,
 * but the directory keeps them. The directory must belong to one installation alone; each job has its folders {@code JOB/chk-N} in it.
 */
public final class NewestCheckpoint {

    private static final String METADATA = "_metadata";

    /** New name of the metadata of a checkpoint that has read beyond the end of the log, so that no job starts from it again. */
    private static final String ABANDONED = "_metadata.beyond-the-log";

    /** New name of the metadata of a checkpoint from which a job could not start. */
    private static final String DAMAGED = "_metadata.damaged";

    private NewestCheckpoint() {}

    /**
     * The checkpoint from which a job starts.
     *
     * @param path the newest usable checkpoint; empty if there is none
     * @param passedOver why newer checkpoints cannot be used, a sentence each
     * @param beyond the newer checkpoints that have read beyond the end of the log
     */
    public record Choice(Optional<String> path, List<String> passedOver, List<String> beyond) {

        /**
         * Makes this choice final: sets the checkpoints beyond the end of the log aside, since the log will grow again, with other records.
         *
         * @throws JobRejectedException if a checkpoint cannot be set aside
         */
        public void settle() {
            beyond.forEach(folder -> rename(folder, ABANDONED));
        }
    }

    /**
     * Sets a checkpoint aside from which a job could not start, so that it is not chosen again.
     *
     * @throws JobRejectedException if it cannot be set aside
     */
    public static void setAside(String folder) {
        rename(folder, DAMAGED);
    }

    private static void rename(String folder, String name) {
        Path metadata = new Path(folder, METADATA);
        try {
            if (!metadata.getFileSystem().rename(metadata, new Path(folder, name))) {
                throw new IOException("the file system rejects it");
            }
        } catch (IOException e) {
            throw new JobRejectedException("The checkpoint " + folder + " cannot be used any more, but its " + METADATA
                    + " cannot be renamed (" + e.getMessage() + "): delete the checkpoint by hand.");
        }
    }

    /**
     * Finds the newest checkpoint that is complete, not damaged, and has read only records that the log still has.
     *
     * @param directory a directory of any file system that Flink supports
     * @param log the bounds of the transitions topic
     * @throws JobRejectedException if the directory cannot be read
     */
    public static Choice below(String directory, LogBounds log) {
        List<String> passedOver = new ArrayList<>();
        List<String> beyond = new ArrayList<>();
        for (FileStatus metadata : completed(directory)) {
            Path folder = metadata.getPath().getParent();
            try {
                CheckpointContent content = CheckpointContent.read(folder, metadata.getPath());
                Optional<String> fault = log.fault(content.offsets());
                if (fault.isEmpty()) {
                    return new Choice(Optional.of(folder.toString()), passedOver, beyond);
                }
                passedOver.add("The checkpoint " + folder + " cannot be used: " + fault.get() + ".");
                if (log.endsBefore(content.offsets())) {
                    beyond.add(folder.toString());
                }
            } catch (IOException e) {
                passedOver.add("The checkpoint " + folder + " is damaged: " + e.getMessage() + ".");
            }
        }
        return new Choice(Optional.empty(), passedOver, beyond);
    }

    /** The completed checkpoints, newest first. */
    private static List<FileStatus> completed(String directory) {
        List<FileStatus> completed = new ArrayList<>();
        try {
            Path root = new Path(directory);
            FileSystem files = root.getFileSystem();
            if (!files.exists(root)) {
                return completed;
            }
            for (FileStatus job : folders(files, root)) {
                for (FileStatus checkpoint : folders(files, job.getPath())) {
                    Path metadata = new Path(checkpoint.getPath(), METADATA);
                    if (files.exists(metadata)) {
                        completed.add(files.getFileStatus(metadata));
                    }
                }
            }
        } catch (IOException e) {
            throw new JobRejectedException(
                    "The checkpoints below " + directory + " cannot be read: " + e
                            + ". Check that the directory exists and this program may read it; it is read because of --resume.");
        }
        completed.sort(Comparator.comparing(FileStatus::getModificationTime)
                .thenComparing(NewestCheckpoint::number)
                .reversed());
        return completed;
    }

    /** N of {@code chk-N}, which orders checkpoints of the same millisecond. */
    private static long number(FileStatus metadata) {
        String digits = metadata.getPath().getParent().getName().replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    private static List<FileStatus> folders(FileSystem files, Path parent) throws IOException {
        FileStatus[] children = files.listStatus(parent);
        return children == null
                ? List.of()
                : List.of(children).stream().filter(FileStatus::isDir).toList();
    }
}
