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
 * The newest checkpoint below a directory that a job can begin with. A job manager without high availability forgets its checkpoints when it
 * dies; the directory does not. It must be that of one training installation alone: each job has a folder in it, {@code JOB/chk-N}.
 */
public final class NewestCheckpoint {

    private static final String METADATA = "_metadata";

    /** What a checkpoint's metadata is called once the log that it was made of is gone: no job may begin with it ever after. */
    private static final String ABANDONED = "_metadata.beyond-the-log";

    private static final String DAMAGED = "_metadata.damaged";

    private NewestCheckpoint() {}

    /**
     * Where a job begins.
     *
     * @param path the newest that can be used; empty if there is none
     * @param passedOver newer ones and why they are of no use, a sentence each
     * @param beyond those among them that lie beyond the end of the log
     */
    public record Choice(Optional<String> path, List<String> passedOver, List<String> beyond) {

        /**
         * Settles on this choice. What lay beyond the log is taken out of the way: the log grows again, with other records.
         *
         * @throws JobRefusedException if it cannot be
         */
        public void settle() {
            beyond.forEach(folder -> rename(folder, ABANDONED));
        }
    }

    /**
     * Sets a checkpoint aside that a job could not begin with: none looks at it again.
     *
     * @throws JobRefusedException if it cannot be
     */
    public static void setAside(String folder) {
        rename(folder, DAMAGED);
    }

    private static void rename(String folder, String name) {
        Path metadata = new Path(folder, METADATA);
        try {
            if (!metadata.getFileSystem().rename(metadata, new Path(folder, name))) {
                throw new IOException("the store refuses");
            }
        } catch (IOException e) {
            throw new JobRefusedException("The checkpoint " + folder + " is of no use any more, and its " + METADATA
                    + " cannot be renamed (" + e.getMessage() + "): delete it by hand.");
        }
    }

    /**
     * Looks for it: the newest that was completed, is whole, and has read nothing that the log does not have.
     *
     * @param directory of any file system that Flink knows
     * @param log what the topic of the transitions has
     * @throws JobRefusedException if the directory cannot be read
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
                passedOver.add("The checkpoint " + folder + " is of no use: " + fault.get() + ".");
                if (log.endsBefore(content.offsets())) {
                    beyond.add(folder.toString());
                }
            } catch (IOException e) {
                passedOver.add("The checkpoint " + folder + " is damaged: " + e.getMessage() + ".");
            }
        }
        return new Choice(Optional.empty(), passedOver, beyond);
    }

    /** The newest first. */
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
            throw new JobRefusedException(
                    "The checkpoints below " + directory + " cannot be read: " + e
                            + ". See whether the store is there and lets this program in; it is looked at because of --resume.");
        }
        completed.sort(Comparator.comparing(FileStatus::getModificationTime)
                .thenComparing(NewestCheckpoint::number)
                .reversed());
        return completed;
    }

    /** N of {@code chk-N}; files may be of one millisecond. */
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
