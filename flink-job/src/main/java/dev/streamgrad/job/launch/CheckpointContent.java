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
 * What is read of a checkpoint before a job begins with it: that its files are there whole, and up to where it has read the topics.
 *
 * @param offsets the next record of each partition; of those alone that were read at all
 */
record CheckpointContent(Map<TopicPartition, Long> offsets) {

    /** Where Flink's sources keep their splits. */
    private static final String SPLITS = "SourceReaderState";

    /**
     * Reads the checkpoint in a folder.
     *
     * @throws IOException if any of it is missing or cut, or its metadata cannot be read
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
            throw new IOException("its _metadata of " + bytes.length + " bytes is not whole: " + e, e);
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
            return; // it lies in the metadata
        }
        FileSystem files = path.getFileSystem();
        if (!files.exists(path)) {
            throw new IOException("its file " + path.getName() + " is missing");
        }
        long length = files.getFileStatus(path).getLen();
        if (length < file.getStateSize()) {
            throw new IOException("its file " + path.getName() + " has " + length + " bytes of " + file.getStateSize());
        }
    }

    /** A machine that dies may leave a file its length and take its content: its head and the number of each key group must be there. */
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
        OperatorStateHandle.StateMetaInfo places =
                state.getStateNameToPartitionOffsets().get(SPLITS);
        List<KafkaPartitionSplit> splits = new ArrayList<>();
        if (places == null) {
            return splits;
        }
        try (FSDataInputStream in = state.openInputStream()) {
            for (long place : places.getOffsets()) {
                in.seek(place);
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
