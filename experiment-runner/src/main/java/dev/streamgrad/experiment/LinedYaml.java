package dev.streamgrad.experiment;

import dev.streamgrad.contract.spec.InvalidSpecException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML and collects its faults, each with its line. */
final class LinedYaml {

    private final String name;
    private final List<String> faults = new ArrayList<>();
    private final IdentityHashMap<Node, Node> keys = new IdentityHashMap<>();

    /** Reads YAML of a file; faults mention the file by {@code name}. */
    LinedYaml(String name) {
        this.name = name;
    }

    /**
     * The entries of the top-level mapping.
     *
     * @throws InvalidSpecException if the text is not valid YAML
     */
    Map<String, Node> read(String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel(name).build())
                    .composeString(text)
                    .map(this::mapping)
                    .orElse(Map.of());
        } catch (MarkedYamlEngineException e) {
            throw invalid(line(e.getProblemMark()), e.getProblem());
        } catch (YamlEngineException e) { // such as a control character
            throw invalid(1, String.valueOf(e.getMessage()));
        }
    }

    /** The entries of a mapping; a node of another kind adds a fault and gives no entries. */
    Map<String, Node> mapping(Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            fault(node, "this must be a mapping, such as {KEY: VALUE}.");
            return entries;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = text(entry.getKeyNode());
            keys.put(entry.getValueNode(), entry.getKeyNode());
            if (entries.put(key, entry.getValueNode()) != null) {
                fault(entry.getKeyNode(), "'" + key + "' occurs twice.");
            }
        }
        return entries;
    }

    /** The elements of a list of single values; adds a fault for every element of another kind. */
    List<ScalarNode> texts(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            fault(node, "this must be a list, such as [1, 2, 3].");
            return List.of();
        }
        List<ScalarNode> texts = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            if (element instanceof ScalarNode text) {
                texts.add(text);
            } else {
                fault(element, "this must be a single value.");
            }
        }
        return texts;
    }

    /** A single value; a node of another kind adds a fault and gives an empty text. */
    String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(node, "this must be a single value.");
        return "";
    }

    /** A single value, or the values of a list separated by commas; a node of another kind adds a fault and gives an empty text. */
    String value(Node node) {
        return node instanceof SequenceNode
                ? texts(node).stream().map(ScalarNode::getValue).collect(Collectors.joining(","))
                : text(node);
    }

    /** The key of a value; the value itself may start on a later line. */
    Node key(Node value) {
        return keys.getOrDefault(value, value);
    }

    /** The line at which a node begins. */
    int line(Node node) {
        return line(node.getStartMark());
    }

    void fault(Node node, String problem) {
        fault(line(node), problem);
    }

    void fault(int line, String problem) {
        String fault = name + ", line " + line + ": " + problem;
        if (!faults.contains(fault)) { // several variants may share a value
            faults.add(fault);
        }
    }

    List<String> faults() {
        return faults;
    }

    private InvalidSpecException invalid(int line, String problem) {
        return new InvalidSpecException(List.of(name + ", line " + line + ": invalid YAML: " + problem));
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(at -> at.getLine() + 1).orElse(1);
    }
}
