package dev.streamgrad.training.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.spec.EnvironmentDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries out environments in Python processes: those of Gymnasium, as {@code gymnasium/ID}, and others as {@code module:factory}. The
 * interpreter is prepared when it is needed first.
 */
public final class InPython implements EnvironmentHost {

    private static final String GYMNASIUM = "gymnasium/";

    /** How the Python client names the extra of Gymnasium that an environment needs. */
    private static final Pattern REMEDY = Pattern.compile("pip install \"(gymnasium\\[[a-z0-9-]+\\])\"");

    private final Optional<String> chosen;
    private final VirtualEnvironment own;
    private final Map<List<String>, EnvironmentDescription> described = new HashMap<>();
    private Optional<PythonInterpreter> interpreter = Optional.empty();

    /**
     * Python for environments.
     *
     * @param chosen interpreter that has the package; if empty, a virtual environment is made
     * @param home directory of this installation, which holds the package
     * @param say receives a sentence about each installation
     */
    public InPython(Optional<String> chosen, Path home, Consumer<String> say) {
        this.chosen = chosen;
        own = new VirtualEnvironment(home, VirtualEnvironment.cache(), say);
    }

    /** Whether a name in a spec is that of an environment in Python. */
    public static boolean names(String id) {
        return id.startsWith(GYMNASIUM) || id.contains(":");
    }

    /**
     * Describes an environment.
     *
     * @param options arguments of its factory, by name
     * @throws UserException if Python cannot make it, with the remedy
     */
    public EnvironmentDescription describe(String id, Map<String, String> options) {
        if (id.contains("=")) {
            throw new UserException(
                    "The environment '" + id + "' has a name in front of its factory; write module:factory.");
        }
        List<String> question = new ArrayList<>(List.of("describe", "--env", id));
        options.forEach((name, value) -> question.addAll(List.of("--option", name + "=" + value)));
        return described.computeIfAbsent(question, asked -> ask(id, asked));
    }

    private EnvironmentDescription ask(String id, List<String> question) {
        JsonNode answer;
        try {
            answer = SpecJson.parse(python().streamgrad(question));
        } catch (UserException e) {
            Matcher remedy = REMEDY.matcher(String.valueOf(e.getMessage()));
            if (chosen.isPresent() || !remedy.find()) {
                throw e;
            }
            own.install(remedy.group(1));
            answer = SpecJson.parse(python().streamgrad(question));
        }
        JsonNode threshold = answer.path("rewardThreshold");
        return new EnvironmentDescription(
                id,
                SpecJson.space(answer.path("observationSpace")),
                SpecJson.space(answer.path("actionSpace")),
                answer.path("actionMasks").asBoolean(),
                threshold.isNumber() ? OptionalDouble.of(threshold.asDouble()) : OptionalDouble.empty());
    }

    @Override
    public RunningSimulators start(TrainingSpec spec, int count, KafkaAccess access, TopicNames names, Path run) {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--until-finished", "--end-with-input"));
        arguments.addAll(List.of("--bootstrap-servers", access.bootstrapServers()));
        arguments.addAll(List.of("--topic-prefix", names.prefix()));
        arguments.addAll(List.of("--env", spec.environment().id()));
        arguments.addAll(List.of("--policy", spec.policyId()));
        arguments.addAll(List.of("--processes", Integer.toString(count)));
        return PythonSimulators.start(python(), arguments, run.resolve("simulators.log"));
    }

    @Override
    public Played play(TrainingSpec spec, PolicyUpdate policy, int episodes, boolean deterministic, long seed) {
        try {
            Path directory = Files.createTempDirectory("streamgrad-evaluation");
            Path policyFile = directory.resolve("policy.avro");
            Path specFile = directory.resolve("spec.json");
            try {
                Files.write(policyFile, Codecs.POLICY_UPDATE.encode(policy));
                Files.writeString(specFile, SpecJson.write(spec));
                List<String> arguments = new ArrayList<>(List.of("evaluate", "--json"));
                arguments.addAll(List.of("--policy", policyFile.toString(), "--spec", specFile.toString()));
                arguments.addAll(List.of("--episodes", Integer.toString(episodes), "--seed", Long.toString(seed)));
                if (!deterministic) {
                    arguments.add("--stochastic");
                }
                JsonNode result = SpecJson.parse(python().streamgrad(arguments));
                return new Played(
                        result.path("meanReturn").asDouble(),
                        result.path("stdReturn").asDouble(),
                        result.path("meanLength").asDouble());
            } finally {
                Files.deleteIfExists(policyFile);
                Files.deleteIfExists(specFile);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new FailedException("Cannot write the policy for its evaluation (" + e.getMessage() + ").", e);
        }
    }

    private synchronized PythonInterpreter python() {
        if (interpreter.isEmpty()) {
            interpreter = Optional.of(chosen.map(PythonInterpreter::new).orElseGet(own::interpreter));
        }
        return interpreter.get();
    }
}
