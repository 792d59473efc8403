package dev.streamgrad.job.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;

/** A list state in memory. */
final class HeldList<T> implements ListState<T> {

    private final List<T> values = new ArrayList<>();

    HeldList(List<T> values) {
        this.values.addAll(values);
    }

    @Override
    public void update(List<T> next) {
        List<T> copy = List.copyOf(next);
        values.clear();
        values.addAll(copy);
    }

    @Override
    public void addAll(List<T> more) {
        values.addAll(more);
    }

    @Override
    public Iterable<T> get() {
        return List.copyOf(values);
    }

    @Override
    public void add(T value) {
        values.add(value);
    }

    @Override
    public void clear() {
        values.clear();
    }
}
