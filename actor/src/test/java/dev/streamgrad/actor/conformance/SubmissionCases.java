package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.SubmittedSpecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which submissions of training specs take effect. */
final class SubmissionCases {

    private static final TrainingSpec FIRST = Specs.cartPole(1, 0);
    private static final TrainingSpec SECOND = revised(1, 20_000);

    private SubmissionCases() {}

    static CaseFile file() {
        CaseFile file = new CaseFile(
                "specs",
                "The key of the submission that is in effect, by policy, after all records of the training-specs topic were read. A record"
                        + " whose value is null withdraws the submission of its key.");
        ObjectNode first = record("a", FIRST);
        add(file, "one submission", first);
        add(file, "two submissions of one revision", first, record("b", FIRST));
        add(file, "a revision", first, record("b", SECOND));
        add(file, "a lower revision after a higher one", record("a", SECOND), record("b", FIRST));
        TrainingSpec other = Forgery.of(FIRST, Map.of("revision", 1, "seed", 7L));
        add(file, "a revision that changes the seed", first, record("b", other));
        add(file, "a revision after one that took no effect", first, record("b", other), record("c", revised(2, 900)));
        add(file, "a key of another revision", first, Blocks.record(key("b", revised(2, 9)), Specs.bytes(SECOND)));
        add(file, "a withdrawn submission", record("b", FIRST), first, withdrawn("b", FIRST));
        add(file, "all submissions withdrawn", first, withdrawn("a", FIRST));
        add(file, "a value that cannot be read", Blocks.record(key("b", FIRST), new byte[] {1, 2}), first);
        TrainingSpec another = Forgery.of(FIRST, Map.of("policyId", "other"));
        add(file, "two policies", first, record("b", another));
        add(file, "a key without a submission", Blocks.record("test/0", Specs.bytes(FIRST)));
        return file;
    }

    private static TrainingSpec revised(int revision, long total) {
        return Forgery.of(
                FIRST, Map.of("revision", revision, "budget", Forgery.of(FIRST.budget(), Map.of("totalSteps", total))));
    }

    /** The key of a submission that consists of one digit, repeated. */
    private static String key(String digit, TrainingSpec spec) {
        return Keys.submission(spec.policyId(), spec.revision(), digit.repeat(32));
    }

    private static ObjectNode record(String digit, TrainingSpec spec) {
        return Blocks.record(key(digit, spec), Specs.bytes(spec));
    }

    private static ObjectNode withdrawn(String digit, TrainingSpec spec) {
        return Json.object("key", key(digit, spec), "value", null);
    }

    private static void add(CaseFile file, String name, ObjectNode... records) {
        SubmittedSpecs specs = new SubmittedSpecs((record, reason) -> {});
        List<ObjectNode> log = new ArrayList<>(List.of(records));
        for (int offset = 0; offset < log.size(); offset++) {
            byte[] key = log.get(offset).get("key").textValue().getBytes(StandardCharsets.UTF_8);
            String value = log.get(offset).get("value").textValue();
            byte[] bytes = value == null ? null : HexFormat.of().parseHex(value);
            specs.offer(new ConsumerRecord<>("training-specs", 0, offset, key, bytes));
        }
        ObjectNode inEffect = Json.object();
        for (SubmittedSpec spec : specs.inEffect()) {
            inEffect.put(spec.spec().policyId(), spec.key());
        }
        file.add(
                name,
                Json.object("records", log),
                Json.object("policies", List.copyOf(sorted(inEffect)), "inEffect", inEffect));
    }

    private static List<String> sorted(ObjectNode inEffect) {
        List<String> names = new ArrayList<>();
        inEffect.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList();
    }
}
