package dev.streamgrad.contract.record;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Copies records with other values. */
public final class Forgery {

    private Forgery() {}

    /** A copy of a record with other values of these components. */
    @SuppressWarnings("unchecked")
    public static <T extends Record> T of(T record, Map<String, Object> changes) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object same = components[i].getAccessor().invoke(record);
                values[i] = changes.getOrDefault(components[i].getName(), same);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return (T) record.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
