package dev.streamgrad.cli;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentOption;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.spec.Presets;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the environments. */
@Command(
        name = "environments",
        description = {
            "Lists the environments: the built-in ones and those of plug-ins.",
            "'check' checks an environment of your own, 'new' writes a project for one."
        },
        mixinStandardHelpOptions = true,
        subcommands = {EnvironmentsCheckCommand.class, EnvironmentsNewCommand.class})
final class EnvironmentsCommand implements Callable<Integer> {

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private ResultOptions printed = new ResultOptions();

    @Override
    public Integer call() {
        EnvironmentRegistry registry = plugins.registry();
        Table table =
                new Table().row("environment", "observations", "actions", "limit", "presets", "options", "origin");
        List<Map<String, Object>> json = new ArrayList<>();
        for (String id : registry.ids()) {
            EnvironmentEntry entry = registry.entry(id);
            List<String> presets = Arrays.stream(Algorithm.values())
                    .filter(algorithm -> Presets.has(algorithm, entry))
                    .map(algorithm -> algorithm.name().toLowerCase(Locale.ROOT))
                    .toList();
            table.row(
                    id,
                    text(entry.observationSpace()),
                    text(entry.actionSpace()),
                    entry.maxEpisodeSteps() == 0 ? "none" : Integer.toString(entry.maxEpisodeSteps()),
                    String.join(", ", presets),
                    entry.options().stream()
                            .map(option -> option.name() + "=" + option.otherwise())
                            .collect(Collectors.joining(", ")),
                    registry.origin(id));
            json.add(json(entry, presets, registry.origin(id)));
        }
        printed.print(new Result(
                json,
                table,
                Optional.of(CommandLineText.of("train", "--env", registry.ids().get(0)))));
        return 0;
    }

    private static Map<String, Object> json(EnvironmentEntry entry, List<String> presets, String origin) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("observationSpace", SpecJson.tree(entry.observationSpace()));
        json.put("actionSpace", SpecJson.tree(entry.actionSpace()));
        json.put("actionMasks", entry.masksActions());
        json.put("maxEpisodeSteps", entry.maxEpisodeSteps());
        entry.rewardThreshold().ifPresent(threshold -> json.put("rewardThreshold", threshold));
        json.put("presets", presets);
        json.put(
                "options",
                entry.options().stream().map(EnvironmentsCommand::json).toList());
        json.put("origin", origin);
        return json;
    }

    private static Map<String, Object> json(EnvironmentOption option) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", option.name());
        json.put("kind", option.kind().name().toLowerCase(Locale.ROOT));
        json.put("default", option.otherwise());
        json.put("description", option.description());
        return json;
    }

    /** A space in words, without its bounds. */
    private static String text(Space space) {
        if (space instanceof Box box) {
            String type = box.dtype().name().toLowerCase(Locale.ROOT);
            String shape =
                    Arrays.stream(box.shape()).mapToObj(Integer::toString).collect(Collectors.joining("×"));
            return "box " + shape + (type.equals("float32") ? "" : " of " + type);
        } else if (space instanceof MultiDiscrete several) {
            return "multi-discrete "
                    + Arrays.stream(several.sizes()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        }
        String kind = space instanceof MultiBinary ? "multi-binary " : "discrete ";
        return kind + space.distributionParameters();
    }
}
