package dev.streamgrad.cli;

import dev.streamgrad.contract.conformance.CaseResult;
import dev.streamgrad.contract.conformance.ConformanceGroup;
import dev.streamgrad.contract.spec.Closest;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the outputs of an actor in another language with the expected ones. */
@Command(
        name = "conformance",
        description = {
            "Checks an actor that was written from the contract: compares its outputs for the conformance cases with the expected ones.",
            "docs/contract/conformance.md describes the files. Exit status 0: all cases passed; 1: an output differs or is missing."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ConformanceCommand implements Callable<Integer> {

    private static final String EXTENSION = ".json";

    @Parameters(paramLabel = "DIR", description = "Directory with the actor's outputs, a file GROUP.json per group.")
    private Path directory = Path.of("");

    @Option(names = "--only", paramLabel = "GROUP", split = ",", description = "Groups to compare (default: all).")
    private List<String> only = List.of();

    @Mixin
    private ResultOptions printed = new ResultOptions();

    @Override
    public Integer call() throws IOException {
        List<String> groups = groups();
        List<String> there = files();
        if (groups.stream().noneMatch(there::contains)) {
            throw new UserException("The directory " + directory + " has no outputs: none of "
                    + String.join(", ", groups) + ", each with the extension " + EXTENSION
                    + ". Name the directory that the actor wrote.");
        }
        List<CaseResult> results = new ArrayList<>();
        for (String group : groups) {
            Optional<String> written = there.contains(group) ? Optional.of(text(group)) : Optional.empty();
            results.addAll(ConformanceGroup.read(group).compare(written));
        }
        there.stream()
                .filter(name -> !ConformanceGroup.NAMES.contains(name))
                .forEach(name -> results.add(noGroup(name)));
        print(results);
        return count(results, CaseResult.Verdict.PASSED) == results.size() ? 0 : 1;
    }

    private List<String> groups() {
        for (String group : only) {
            if (!ConformanceGroup.NAMES.contains(group)) {
                throw new UserException("There is no group '" + group + "'. " + advice(group));
            }
        }
        return only.isEmpty()
                ? ConformanceGroup.NAMES
                : only.stream().distinct().toList();
    }

    private static CaseResult noGroup(String name) {
        return new CaseResult(name, "", CaseResult.Verdict.UNKNOWN, "There is no such group. " + advice(name));
    }

    private static String advice(String group) {
        return Closest.to(group, ConformanceGroup.NAMES)
                .map(close -> "Did you mean " + close + "?")
                .orElse("Known: " + String.join(", ", ConformanceGroup.NAMES) + ".");
    }

    /** The names of the JSON files of the directory, without the extension. */
    private List<String> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new UserException(
                    "There is no directory " + directory + "; name the directory with the actor's outputs.");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        }
    }

    private String text(String group) {
        Path file = directory.resolve(group + EXTENSION);
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException("The file " + file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private void print(List<CaseResult> results) {
        Map<String, Object> json = new TreeMap<>();
        List<String> counts = new ArrayList<>();
        for (CaseResult.Verdict verdict : CaseResult.Verdict.values()) {
            long count = count(results, verdict);
            json.put(text(verdict), count);
            counts.add(count + " " + text(verdict));
        }
        json.put("cases", results);
        Table table = new Table().row("group", "case", "verdict", "detail");
        results.forEach(result -> table.row(result.group(), result.name(), text(result.verdict()), result.detail()));
        printed.print(new Result(json, table.row("total", String.join(", ", counts)), Optional.empty()));
    }

    private static String text(CaseResult.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static long count(List<CaseResult> results, CaseResult.Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }
}
