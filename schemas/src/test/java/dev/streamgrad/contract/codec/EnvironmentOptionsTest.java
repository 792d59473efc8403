package dev.streamgrad.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** The options of an environment in JSON, in Avro and as settings. */
final class EnvironmentOptionsTest {

    @Test
    void aSpecWithoutOptionsIsWrittenAsBefore() {
        assertThat(SpecJson.write(Examples.spec())).doesNotContain("options");
        assertThat(SpecJson.write(with("{\"b\": \"x y\", \"a\": 1.5, \"c\": true}")))
                .containsSubsequence("\"options\"", "\"a\" : \"1.5\"", "\"b\" : \"x y\"", "\"c\" : \"true\"");
    }

    @Test
    void optionsSurviveJsonAndAvro() throws MalformedRecordException {
        TrainingSpec spec = with("{\"leadTime\": 3}");
        assertThat(spec.environment().options()).containsOnly(Map.entry("leadTime", "3"));
        assertThat(SpecJson.read(SpecJson.write(spec)).environment()).isEqualTo(spec.environment());
        assertThat(Codecs.TRAINING_SPEC
                        .decode(Codecs.TRAINING_SPEC.encode(spec))
                        .environment()
                        .options())
                .isEqualTo(spec.environment().options());
    }

    @Test
    void readersWithAndWithoutTheFieldReadBothRecords() throws Exception {
        Schema current = Schemas.current("TrainingSpec");
        Schema earlier = new Schema.Parser().parse(withoutOptions(current.toString()));
        byte[] newer = Codecs.TRAINING_SPEC.encode(with("{\"leadTime\": 3}"));
        var environment =
                (GenericRecord) SingleObject.read(current, earlier, newer).get("environment");
        assertThat(environment.get("id")).hasToString("CartPole-v1");
        var older = new GenericDatumWriter<GenericRecord>(earlier);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SingleObject.header(Schemas.fingerprint(earlier)));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        older.write(SingleObject.read(current, earlier, newer), encoder);
        encoder.flush();
        TrainingSpec read =
                RecordMapper.toJava(SingleObject.read(earlier, current, bytes.toByteArray()), TrainingSpec.class);
        assertThat(read.environment().options()).isEmpty();
    }

    @Test
    void everyNameIsASetting() {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        Faults faults = new Faults();
        SpecOptions.set(tree, "environment.options.leadTime", "3", faults);
        assertThat(faults.messages()).isEmpty();
        assertThat(SpecJson.read(tree).environment().options()).containsOnly(Map.entry("leadTime", "3"));
        SpecOptions.set(tree, "environment.options", "leadTime=3", faults);
        assertThat(faults.messages())
                .containsExactly("environment.options is 'leadTime=3', but must be values by name:"
                        + " environment.options.NAME=VALUE; set them one by one.");
    }

    @Test
    void rejectsWhatIsNoTextByName() {
        assertThatThrownBy(() -> with("[1]"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("must be an object of values");
        assertThatThrownBy(() -> with("{\"a\": [1]}"))
                .hasMessageContaining("environment.options.a is [1], but must be a text, a number, true or false.");
        assertThatThrownBy(() -> with("{\"a b\": 1}")).hasMessageContaining("environment.options has the name 'a b'");
        assertThatThrownBy(() -> with("{\"a\": \"" + "x".repeat(1_001) + "\"}"))
                .hasMessageContaining("environment.options.a has 1001 characters; the limit is 1000");
    }

    private static TrainingSpec with(String options) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("environment").set("options", SpecJson.parse(options));
        return SpecJson.read(tree);
    }

    private static String withoutOptions(String schema) {
        int name = schema.indexOf("{\"name\":\"options\"");
        assertThat(name).isPositive();
        int end = schema.indexOf("\"default\":{}}", name) + "\"default\":{}}".length();
        return schema.substring(0, name - 1) + schema.substring(end);
    }
}
