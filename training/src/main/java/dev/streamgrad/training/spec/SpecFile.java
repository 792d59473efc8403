package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.process.KeptFile;
import dev.streamgrad.process.UserException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A file of settings that a user wrote or copied from a run: JSON or YAML, in the format of {@code spec.json}. */
public final class SpecFile {

    private SpecFile() {}

    /**
     * Reads the settings of a file, all or some. The revision is left out, since a new training starts with revision 0.
     *
     * @throws UserException if the file cannot be read
     */
    public static ObjectNode read(Path file) {
        String text = KeptFile.text(file, "training spec", "name a file in the format of spec.json with --spec.");
        JsonNode tree;
        try { // JSON is YAML, too
            tree = SpecJson.tree(
                    new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text));
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new UserException(
                    "The training spec at " + file + " is neither JSON nor YAML: "
                            + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ") + ".",
                    e);
        }
        if (!(tree instanceof ObjectNode settings)) {
            throw new UserException("The training spec at " + file
                    + " holds no settings; write them in the format of spec.json, such as {\"seed\": 2}.");
        }
        settings.remove("revision");
        return settings;
    }
}
