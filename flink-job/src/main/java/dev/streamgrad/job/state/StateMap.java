package dev.streamgrad.job.state;

import java.util.AbstractMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * Flink's state of the key at hand as a map, so that a state machine can work on it that knows nothing of Flink.
 *
 * @param <K> its keys
 * @param <V> its values; immutable
 */
public final class StateMap<K, V> extends AbstractMap<K, V> {

    private final MapState<K, V> state;

    /** A view. */
    public StateMap(MapState<K, V> state) {
        this.state = state;
    }

    private interface Access<T> {
        T run() throws Exception;
    }

    /** State on the heap throws nothing; that of another backend fails with its disk, and the task with it. */
    private static <T extends @Nullable Object> T access(Access<T> access) {
        try {
            return access.run();
        } catch (Exception e) {
            throw new IllegalStateException("The state cannot be reached: " + e.getMessage(), e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // whoever asks with another type asks for what is not there
    public @Nullable V get(Object key) {
        return StateMap.<@Nullable V>access(() -> state.get((K) key));
    }

    @Override
    public @Nullable V put(K key, V value) {
        V before = get(key);
        access(() -> {
            state.put(key, value);
            return true;
        });
        return before;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V remove(Object key) {
        V before = get(key);
        access(() -> {
            state.remove((K) key);
            return true;
        });
        return before;
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean containsKey(Object key) {
        return access(() -> state.contains((K) key));
    }

    @Override
    public void clear() {
        state.clear();
    }

    /** A copy: it does not write through. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return access(() -> {
            Set<Map.Entry<K, V>> entries = new HashSet<>();
            state.entries().forEach(entry -> entries.add(Map.entry(entry.getKey(), entry.getValue())));
            return entries;
        });
    }
}
