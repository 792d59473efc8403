package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UnknownSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that a revision makes to a training spec. All other settings keep their current values, whatever the presets are.
 *
 * @param changes values as written, by full key
 */
public record Revision(Map<String, String> changes) {

    /** Parses assignments of the form {@code KEY=VALUE}; adds what is wrong with them to {@code faults}. */
    public static Revision of(List<String> assignments, Faults faults) {
        Map<String, String> changes = new LinkedHashMap<>();
        faults.require(
                !assignments.isEmpty(),
                "There is nothing to change; give a setting, such as --total-steps N or --set KEY=VALUE.");
        for (String assignment : assignments) {
            String[] parts = assignment.split("=", 2);
            String key = parts[0].strip();
            if (parts.length < 2 || key.isEmpty()) {
                faults.add("'" + assignment + "' is not an assignment; write --set KEY=VALUE.");
            } else if (SpecOptions.find(key).isEmpty()) {
                faults.add(UnknownSetting.fault(key));
            } else {
                String whole = SpecOptions.find(key).orElseThrow().key();
                faults.require(changes.put(whole, parts[1]) == null, whole + " is given twice; leave one of them out.");
            }
        }
        faults.require(!changes.containsKey("revision"), "revision is set by this command; leave it out.");
        return new Revision(changes);
    }

    /**
     * The spec that results from applying the changes to {@code known}.
     *
     * @throws InvalidSpecException if it is invalid, changes nothing, or changes a setting that is fixed under one policy id
     */
    public TrainingSpec after(TrainingSpec known) {
        Faults faults = new Faults();
        ObjectNode tree = (ObjectNode) SpecJson.tree(known);
        changes.forEach((key, value) -> SpecOptions.set(tree, key, value, faults));
        tree.put("revision", known.revision() + 1L);
        TrainingSpec next = SpecRequest.read(tree, faults);
        List<String> fixed = known.fixedChanges(next);
        faults.require(
                fixed.isEmpty(),
                "The revision changes " + String.join(", ", fixed)
                        + ", which cannot change while a policy is trained; submit another policy instead, with"
                        + " ./streamgrad submit --policy ID.");
        faults.require(
                !SpecDifference.settings(known, next).isEmpty(),
                "Policy " + known.policyId() + " has these settings already; nothing was submitted.");
        faults.throwIfAny();
        return next;
    }
}
