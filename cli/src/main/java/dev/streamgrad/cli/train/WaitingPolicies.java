package dev.streamgrad.cli.train;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Policies that wait for their evaluation, a file of the run directory each: {@code waiting-policy-VERSION.avro}. */
final class WaitingPolicies {

    private static final String PREFIX = "waiting-policy-";
    private static final String SUFFIX = ".avro";

    private final RunDirectory directory;

    WaitingPolicies(RunDirectory directory) {
        this.directory = directory;
    }

    /** The versions that wait, in order. */
    List<Long> versions() {
        try (Stream<Path> files = Files.list(directory.path())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
                    .map(name -> Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(PolicyUpdate policy) {
        directory.write(name(policy.version()), policy);
    }

    PolicyUpdate read(long version) {
        return RunDirectory.readPolicy(directory.resolve(name(version)), "it waited there for its evaluation.");
    }

    void remove(long version) {
        try {
            Files.deleteIfExists(directory.resolve(name(version)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(long version) {
        return PREFIX + version + SUFFIX;
    }
}
