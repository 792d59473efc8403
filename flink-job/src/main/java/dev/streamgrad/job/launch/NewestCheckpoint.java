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
 * The newest checkpoint below a directory. A job manager without high availability forgets its checkpoints when it dies; the directory
 * does not. It must be that of one training installation alone: each job has a folder in it, {@code JOB/chk-N}.
 */
public final class NewestCheckpoint {

    private static final String METADATA = "_metadata";

    private NewestCheckpoint() {}

    /**
     * The newest that was completed: its metadata is there. Empty if there is none.
     *
     * @param directory of any file system that Flink knows
     * @throws JobRefusedException if it cannot be read
     */
    public static Optional<String> below(String directory) {
        Path root = new Path(directory);
        List<FileStatus> complete = new ArrayList<>();
        try {
            FileSystem files = root.getFileSystem();
            if (!files.exists(root)) {
                return Optional.empty();
            }
            for (FileStatus job : folders(files, root)) {
                for (FileStatus checkpoint : folders(files, job.getPath())) {
                    Path metadata = new Path(checkpoint.getPath(), METADATA);
                    if (files.exists(metadata)) {
                        complete.add(files.getFileStatus(metadata));
                    }
                }
            }
        } catch (IOException e) {
            throw new JobRefusedException(
                    "The checkpoints below " + directory + " cannot be read: " + e
                            + ". See whether the store is there and lets this program in; it is looked at because of --resume.");
        }
        return complete.stream()
                .max(Comparator.comparing(FileStatus::getModificationTime))
                .map(metadata -> metadata.getPath().getParent().toString());
    }

    private static List<FileStatus> folders(FileSystem files, Path parent) throws IOException {
        FileStatus[] children = files.listStatus(parent);
        return children == null
                ? List.of()
                : List.of(children).stream().filter(FileStatus::isDir).toList();
    }
}
