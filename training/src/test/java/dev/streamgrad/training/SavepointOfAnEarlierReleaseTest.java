package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A savepoint that the job of commit 015950c wrote in canonical format while it trained two policies, and the records of its topics at
 * that time: specs, transitions and policies. The hashes are those of that commit's serial trainer.
 */
class SavepointOfAnEarlierReleaseTest {

    private static final Path RESOURCES = Path.of("src/test/resources/savepoint-015950c");

    @TempDir
    Path directory = Path.of("");

    @Test
    void isRestoredAndBothTrainingsEndWithTheHashesOfThatRelease() throws Exception {
        List<ProducerRecord<byte[], byte[]>> log = records();
        List<TrainingSpec> specs = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : log) {
            if (record.topic().equals(Rig.NAMES.trainingSpecs())) {
                specs.add(Codecs.TRAINING_SPEC.decode(record.value()));
            }
        }
        try (Rig rig = Rig.restored(directory, 2, RESOURCES, log)) {
            specs.forEach(spec -> rig.act(spec, sink -> sink));
            List<Runs> runs = specs.stream().map(rig::follow).toList();
            assertThat(runs)
                    .extracting(SavepointOfAnEarlierReleaseTest::finalHash)
                    .containsExactly(
                            "631b3350abfe65ffc0fcb4c8ef2efec75e3cb469e43ee7e7184e323f1602aa92",
                            "705c06f5e2510e6e2355a625b71e7ef3dd31b4b1e1d9ae2d5500abe92045bfc2");
            assertThat(runs)
                    .allSatisfy(training -> assertThat(training.metrics)
                            .as(
                                    "updates after the savepoint, which was taken after more than 20 updates of each policy")
                            .isNotEmpty()
                            .allMatch(update -> update.version() > 20));
        }
    }

    private static String finalHash(Runs runs) {
        return runs.policies.values().stream()
                .filter(PolicyUpdate::last)
                .findFirst()
                .orElseThrow()
                .hash();
    }

    /** Topic, partition, key and value of each record, in the order of each partition. */
    private static List<ProducerRecord<byte[], byte[]>> records() throws IOException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (DataInputStream input =
                new DataInputStream(new GZIPInputStream(Files.newInputStream(RESOURCES.resolve("records.gz"))))) {
            while (input.available() > 0) {
                String topic = input.readUTF();
                int partition = input.readInt();
                byte[] key = input.readNBytes(input.readInt());
                records.add(new ProducerRecord<>(topic, partition, key, input.readNBytes(input.readInt())));
            }
        }
        return records;
    }
}
