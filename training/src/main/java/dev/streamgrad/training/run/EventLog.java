package dev.streamgrad.training.run;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;

/**
 * TensorBoard's event file: the rows of {@code progress.csv} as scalars, at the step of their transitions, plus scalars of elapsed time.
 *
 * <p>A fast training makes more updates than a chart can show. A point is written for the first update, the last, every evaluated one, and
 * otherwise when {@link #interval} has passed since the previous point. A training with slower updates has a point for each.
 *
 * <p>A resumed run writes a separate file, whose name sorts after the others. Steps that the earlier files contain are not written again,
 * so that no point appears twice.
 */
public final class EventLog implements AutoCloseable {

    private static final String FILE_VERSION = "brain.Event:2";
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 1;
    private static final double PART = 1e-3;

    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10,18})\\.streamgrad\\.\\d+");

    private final Path directory;
    private final List<Path> before;
    private final long shown;
    private @Nullable TfRecordFile file;
    private @Nullable Row first;
    private @Nullable Row written;
    private @Nullable Row skipped;

    /** An update and when it was received. */
    private record Row(TrainingMetrics update, double seconds) {}

    /** The events of the run in a directory; the file is created with the first point. */
    public EventLog(Path directory) {
        this.directory = directory;
        before = files(directory);
        shown = before.stream().mapToLong(EventLog::lastStep).max().orElse(0);
    }

    /** Adds an update that was received at this time; it is written as a point if one is due. */
    public void add(TrainingMetrics update, long millis) {
        if (update.transitions() <= shown) {
            return;
        }
        Row row = new Row(update, millis / 1000.0);
        first = first == null ? row : first;
        boolean evaluated = update.values().containsKey(EvaluationFigures.REWARD);
        if (written == null
                || evaluated
                || row.seconds() - written.seconds() >= interval(row.seconds() - first.seconds())) {
            write(row, first, written);
        } else {
            skipped = row;
        }
    }

    /** Seconds between points when {@code elapsed} seconds have passed since the first: a thousandth of that, at least 0.1, at most 1. */
    static double interval(double elapsed) {
        return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, elapsed * PART));
    }

    /** Writes the newest update as a point, due or not, so that a chart ends where the run does. */
    public void addLast() {
        if (skipped != null && first != null) {
            write(skipped, first, written);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    private void write(Row row, Row begin, @Nullable Row before) {
        Map<String, Double> values = new TreeMap<>(row.update().values());
        double elapsed = row.seconds() - begin.seconds();
        values.put("time/time_elapsed", elapsed);
        if (elapsed > 0) {
            values.put("time/fps", (row.update().transitions() - begin.update().transitions()) / elapsed);
        }
        if (before != null) {
            long updates = row.update().version() - before.update().version();
            values.put("stream/loop_ms", 1000 * (row.seconds() - before.seconds()) / updates);
        }
        Summary.Builder summary = Summary.newBuilder();
        values.forEach((tag, value) ->
                summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
        file(row)
                .write(Event.newBuilder()
                        .setWallTime(row.seconds())
                        .setStep(row.update().transitions())
                        .setSummary(summary)
                        .build()
                        .toByteArray());
        written = row;
        skipped = null;
    }

    private TfRecordFile file(Row row) {
        if (file == null) {
            file = TfRecordFile.create(directory.resolve(name((long) row.seconds())));
            file.write(Event.newBuilder()
                    .setWallTime(row.seconds())
                    .setFileVersion(FILE_VERSION)
                    .build()
                    .toByteArray());
        }
        return file;
    }

    /** TensorBoard reads the files of a directory in the order of their names; the last part orders files of the same second. */
    private String name(long seconds) {
        long newest = before.stream().mapToLong(EventLog::seconds).max().orElse(0);
        return String.format(
                Locale.ROOT, "events.out.tfevents.%010d.streamgrad.%04d", Math.max(seconds, newest), before.size());
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long seconds(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    /** The step of the newest readable point; 0 if there is none. */
    private static long lastStep(Path file) {
        try {
            Optional<byte[]> last = TfRecordFile.last(file);
            return last.isPresent() ? Event.parseFrom(last.get()).getStep() : 0;
        } catch (InvalidProtocolBufferException e) {
            return 0;
        }
    }
}
