package dev.streamgrad.cli.train;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Policies that wait for their evaluation, a file of the run directory each: {@code waiting-policy-VERSION.avro}. */
final class WaitingPolicies {

    private static final String PREFIX = "waiting-policy-";
    private static final String SUFFIX = ".avro";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{1,18})" + Pattern.quote(SUFFIX));
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPolicies.class);

    private final RunDirectory directory;

    WaitingPolicies(RunDirectory directory) {
        this.directory = directory;
    }

    /** The versions that wait, in order. */
    List<Long> versions() {
        try (Stream<Path> files = Files.list(directory.path())) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(PolicyUpdate policy) {
        directory.write(name(policy.version()), policy);
    }

    /** Lets go of those that cannot be used; a sentence for each. */
    List<String> removeDamaged() {
        List<String> removed = new ArrayList<>();
        for (long version : versions()) {
            try {
                read(version);
            } catch (UserException e) {
                LOG.warn("A policy that waited for its evaluation is removed", e);
                removed.add(e.getMessage() + " It waited for its evaluation, and was removed.");
                remove(version);
            }
        }
        return removed;
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
