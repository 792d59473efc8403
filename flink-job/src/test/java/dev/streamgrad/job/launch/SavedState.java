package dev.streamgrad.job.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.kafka.common.TopicPartition;

/** Writes a checkpoint as Flink does: of a source that has read one partition, with its state in a separate file. */
final class SavedState {

    static final TopicPartition PARTITION = new TopicPartition("streamgrad.transitions", 0);

    private SavedState() {}

    /** The file with the state of the checkpoint in a folder. */
    static Path file(Path folder) {
        return folder.resolve("state");
    }

    static Path write(Path folder, long offset) throws IOException {
        Files.createDirectories(folder);
        byte[] split = SimpleVersionedSerialization.writeVersionAndSerialize(
                new KafkaPartitionSplitSerializer(), new KafkaPartitionSplit(PARTITION, offset));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(split.length);
        out.write(split);
        Files.write(file(folder), bytes.toByteArray());
        OperatorState source = new OperatorState("source", "transitions-source", new OperatorID(1, offset), 1, 128);
        source.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedOperatorState(StateObjectCollection.singleton(state(folder, bytes.size())))
                        .build());
        try (DataOutputStream metadata = new DataOutputStream(Files.newOutputStream(folder.resolve("_metadata")))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, manyOf(source), List.of()), metadata);
        }
        return folder;
    }

    /** Adds operators without state, so that the metadata has some length. */
    private static List<OperatorState> manyOf(OperatorState source) {
        List<OperatorState> operators = new java.util.ArrayList<>(List.of(source));
        for (int other = 0; other < 100; other++) {
            operators.add(new OperatorState("other", "other-" + other, new OperatorID(2, other), 1, 128));
        }
        return operators;
    }

    private static OperatorStateHandle state(Path folder, long length) {
        return new OperatorStreamStateHandle(
                Map.of(
                        "SourceReaderState",
                        new OperatorStateHandle.StateMetaInfo(
                                new long[] {0}, OperatorStateHandle.Mode.SPLIT_DISTRIBUTE)),
                new FileStateHandle(
                        org.apache.flink.core.fs.Path.fromLocalFile(file(folder).toFile()), length));
    }
}
