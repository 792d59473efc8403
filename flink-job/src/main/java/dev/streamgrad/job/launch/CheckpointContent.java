package dev.streamgrad.job.launch;

import dev.streamgrad.job.state.SizedBytes;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.kafka.common.TopicPartition;

/**
 * The content of a checkpoint that is read before a job starts from it. Reading it also checks that its files are complete.
 *
 * @param offsets the offset of the next record to read, per partition; only of partitions that have been read
 */
record CheckpointContent(Map<TopicPartition, Long> offsets) {

    /** The state in which Flink's sources keep their splits. */
    private static final String SPLITS = "SourceReaderState";

    /**
     * Reads the checkpoint in a folder.
     *
     * @throws IOException if a file is missing, truncated or damaged
     */
    static CheckpointContent read(Path folder, Path metadata) throws IOException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (OperatorState operator : metadata(folder, metadata).getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (StreamStateHandle file : files(subtask)) {
                    check(file);
                }
                for (KeyedStateHandle state : subtask.getManagedKeyedState()) {
                    if (state instanceof KeyGroupsStateHandle keyed) {
                        checkKeyGroups(keyed);
                    }
                }
                for (OperatorStateHandle state : subtask.getManagedOperatorState()) {
                    splits(state).forEach(split -> offsets.put(split.getTopicPartition(), split.getStartingOffset()));
                }
            }
        }
        return new CheckpointContent(offsets);
    }

    private static CheckpointMetadata metadata(Path folder, Path metadata) throws IOException {
        byte[] bytes;
        try (FSDataInputStream in = metadata.getFileSystem().open(metadata)) {
            bytes = in.readAllBytes();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return Checkpoints.loadCheckpointMetadata(in, CheckpointContent.class.getClassLoader(), folder.toString());
        } catch (RuntimeException | IOException e) {
            throw new IOException("its _metadata of " + bytes.length + " bytes cannot be read: " + e, e);
        }
    }

    private static List<StreamStateHandle> files(OperatorSubtaskState subtask) {
        List<StreamStateHandle> files = new ArrayList<>();
        subtask.getManagedOperatorState().forEach(state -> files.add(state.getDelegateStateHandle()));
        subtask.getRawOperatorState().forEach(state -> files.add(state.getDelegateStateHandle()));
        for (KeyedStateHandle state : subtask.getManagedKeyedState()) {
            if (state instanceof StreamStateHandle file) {
                files.add(file);
            }
        }
        return files;
    }

    private static void check(StreamStateHandle file) throws IOException {
        Path path = file.maybeGetPath().orElse(null);
        if (path == null) {
            return; // the state is in the metadata
        }
        FileSystem files = path.getFileSystem();
        if (!files.exists(path)) {
            throw new IOException("its file " + path.getName() + " is missing");
        }
        long length = files.getFileStatus(path).getLen();
        if (length < file.getStateSize()) {
            throw new IOException(
                    "its file " + path.getName() + " has " + length + " of " + file.getStateSize() + " bytes");
        }
    }

    /** Checks the header and the number of each key group: after a machine crash, a file may have its length but not its content. */
    private static void checkKeyGroups(KeyGroupsStateHandle state) throws IOException {
        try (FSDataInputStream in = state.openInputStream()) {
            DataInputViewStreamWrapper view = new DataInputViewStreamWrapper(in);
            new KeyedBackendSerializationProxy<>(CheckpointContent.class.getClassLoader()).read(view);
            for (int group : state.getKeyGroupRange()) {
                in.seek(state.getOffsetForKeyGroup(group));
                int found = view.readInt();
                if (found != group) {
                    throw new IOException("key group " + found + " is where " + group + " should be");
                }
            }
        } catch (RuntimeException | IOException e) {
            throw new IOException("its keyed state cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<KafkaPartitionSplit> splits(OperatorStateHandle state) throws IOException {
        OperatorStateHandle.StateMetaInfo splitOffsets =
                state.getStateNameToPartitionOffsets().get(SPLITS);
        List<KafkaPartitionSplit> splits = new ArrayList<>();
        if (splitOffsets == null) {
            return splits;
        }
        try (FSDataInputStream in = state.openInputStream()) {
            for (long offset : splitOffsets.getOffsets()) {
                in.seek(offset);
                DataInputViewStreamWrapper view = new DataInputViewStreamWrapper(in);
                splits.add(SimpleVersionedSerialization.readVersionAndDeSerialize(
                        new KafkaPartitionSplitSerializer(), SizedBytes.read(view)));
            }
        } catch (RuntimeException e) {
            throw new IOException("the offsets in it cannot be read: " + e, e);
        }
        return splits;
    }
}
