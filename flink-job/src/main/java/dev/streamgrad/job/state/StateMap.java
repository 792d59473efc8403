package dev.streamgrad.job.state;

import java.util.AbstractMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * Flink's state of the current key as a map, for a state machine that does not use Flink.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values; immutable
 */
public final class StateMap<K, V> extends AbstractMap<K, V> {

    private final MapState<K, V> state;

    /** A view of {@code state}. */
    public StateMap(MapState<K, V> state) {
        this.state = state;
    }

    private interface Access<T> {
        T run() throws Exception;
    }

    /** State on the heap does not throw. With another backend, a failure of its disk fails the task. */
    private static <T extends @Nullable Object> T access(Access<T> access) {
        try {
            return access.run();
        } catch (Exception e) {
            throw new IllegalStateException("Flink's state cannot be accessed: " + e.getMessage(), e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // a key of another type is not in the map
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

    /** A copy: changing it does not change the state. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return access(() -> {
            Set<Map.Entry<K, V>> entries = new HashSet<>();
            state.entries().forEach(entry -> entries.add(Map.entry(entry.getKey(), entry.getValue())));
            return entries;
        });
    }
}
