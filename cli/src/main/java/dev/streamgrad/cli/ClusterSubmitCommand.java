package dev.streamgrad.cli;

import dev.streamgrad.cli.cluster.Cluster;
import dev.streamgrad.cli.usage.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code submit} to the Kafka of a cluster of processes. */
@Command(
        name = "submit",
        description =
                "Submits a policy to it and follows the training: takes the options of 'streamgrad submit', but for those of Kafka.",
        mixinStandardHelpOptions = true)
final class ClusterSubmitCommand implements Callable<Integer> {

    @Mixin
    private ClusterCommand.Place place = new ClusterCommand.Place();

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        Cluster cluster = new Cluster(place.absolute());
        List<String> missing = cluster.missing();
        if (!cluster.isRunning()) {
            throw new UserException(String.join(System.lineSeparator(), missing));
        }
        missing.forEach(command.commandLine().getErr()::println);
        List<String> all = new ArrayList<>(List.of("submit", "--bootstrap-servers", cluster.kafka()));
        all.addAll(options);
        return Main.run(all.toArray(String[]::new));
    }
}
