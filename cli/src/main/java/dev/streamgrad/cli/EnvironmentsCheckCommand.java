package dev.streamgrad.cli;

import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.UnknownEnvironmentException;
import dev.streamgrad.environment.kit.EnvironmentKit;
import dev.streamgrad.process.UserException;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks whether an environment keeps to the rules. */
@Command(
        name = "check",
        description = {
            "Plays random episodes and checks the rules of an environment: replay, spaces, ends, finite values, masks.",
            "Exit status 0: it keeps to them; 1: it does not."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EnvironmentsCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The environment.")
    private String id = "";

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "An option of the environment; may be repeated.")
    private Map<String, String> options = Map.of();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private ResultOptions printed = new ResultOptions();

    @Override
    public Integer call() {
        EnvironmentRegistry registry = plugins.registry();
        List<String> faults = faults(registry);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("environment", id);
        json.put("origin", registry.origin(id));
        json.put("faults", faults);
        Table table = new Table()
                .row("environment", id + " (" + registry.origin(id) + ")")
                .row("played", EnvironmentKit.SEEDS + " seeds, " + EnvironmentKit.STEPS + " steps each")
                .row("faults", faults.isEmpty() ? "none" : Integer.toString(faults.size()));
        faults.forEach(fault -> table.row("", fault));
        printed.print(new Result(
                json,
                table,
                faults.isEmpty() ? Optional.of(CommandLineText.of("train", "--env", id)) : Optional.empty()));
        return faults.isEmpty() ? 0 : 1;
    }

    private List<String> faults(EnvironmentRegistry registry) {
        try {
            EnvironmentEntry entry = registry.entry(id);
            return EnvironmentKit.faults(entry, options);
        } catch (UnknownEnvironmentException e) {
            throw new UserException(e.getMessage() + " Name the jar of another one with --plugins.", e);
        } catch (InvalidSpecException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()), e);
        }
    }
}
