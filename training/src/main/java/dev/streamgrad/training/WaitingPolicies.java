package dev.streamgrad.training;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.run.RunDirectory;
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

/** Policies that wait for their evaluation, one file each in the run directory: {@code waiting-policy-VERSION.avro}. */
final class WaitingPolicies {

    private static final String PREFIX = "waiting-policy-";
    private static final String SUFFIX = ".avro";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{1,18})" + Pattern.quote(SUFFIX));
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPolicies.class);

    private final RunDirectory directory;

    WaitingPolicies(RunDirectory directory) {
        this.directory = directory;
    }

    /** The waiting versions, in ascending order. */
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

    /** Removes the files that cannot be used; returns one sentence for each. */
    List<String> removeDamaged() {
        List<String> removed = new ArrayList<>();
        for (long version : versions()) {
            try {
                read(version);
            } catch (UserException e) {
                LOG.warn("Removed a policy that waited for its evaluation and cannot be used", e);
                removed.add(e.getMessage() + " It waited for its evaluation and was removed.");
                remove(version);
            }
        }
        return removed;
    }

    PolicyUpdate read(long version) {
        return RunDirectory.readPolicy(directory.resolve(name(version)), "it was stored there to be evaluated.");
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
