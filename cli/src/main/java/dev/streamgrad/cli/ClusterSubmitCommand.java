package dev.streamgrad.cli;

import dev.streamgrad.cluster.Cluster;
import dev.streamgrad.process.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs {@code submit} with the Kafka of a cluster of processes. */
@Command(
        name = "submit",
        description =
                "Submits a policy to the cluster and follows the training. Takes all options of 'streamgrad submit' but those of Kafka.",
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
        return command.root().commandLine().execute(all.toArray(String[]::new));
    }
}
