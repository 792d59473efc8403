package dev.streamgrad.contract.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Maps between Java records and Avro records with the same field names, by reflection, for records that are written at most once per
 * update. Arrays of floats and doubles become little-endian bytes, sealed interfaces become unions, and an {@link OptionalDouble} becomes
 * a nullable double.
 */
final class RecordMapper {

    private RecordMapper() {}

    static GenericRecord toAvro(Record value, Schema schema) {
        GenericRecord result = new GenericData.Record(schema);
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Schema.Field field = schema.getField(component.getName());
            result.put(field.pos(), toAvro(get(component, value), field.schema()));
        }
        return result;
    }

    static <T> T toJava(GenericRecord value, Class<T> type) throws MalformedRecordException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = toJava(value.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            return type.getConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable problem = e.getTargetException();
            String reason = problem.getMessage() == null ? problem.toString() : problem.getMessage();
            throw new InvalidRecordException("The record is not valid: " + reason, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object toAvro(Object value, Schema schema) {
        if (value instanceof Record record) {
            return toAvro(record, schema.getType() == Schema.Type.UNION ? branch(schema, record.getClass()) : schema);
        } else if (value instanceof Enum<?> symbol) {
            return new GenericData.EnumSymbol(schema, symbol.name());
        } else if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        } else if (value instanceof float[] floats) {
            ByteBuffer bytes = allocate(floats.length * Float.BYTES);
            bytes.asFloatBuffer().put(floats);
            return bytes;
        } else if (value instanceof double[] doubles) {
            ByteBuffer bytes = allocate(doubles.length * Double.BYTES);
            bytes.asDoubleBuffer().put(doubles);
            return bytes;
        } else if (value instanceof int[] ints) {
            List<Integer> items = new ArrayList<>(ints.length);
            for (int item : ints) {
                items.add(item);
            }
            return items;
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> toAvro(item, schema.getElementType()))
                    .toList();
        }
        return value;
    }

    private static Object toJava(@Nullable Object value, Type type) throws MalformedRecordException {
        if (value == null) {
            return OptionalDouble.empty();
        } else if (type == OptionalDouble.class) {
            return OptionalDouble.of((Double) value);
        } else if (value instanceof GenericRecord record) {
            return toJava(record, recordClass(record, (Class<?>) type));
        } else if (value instanceof GenericData.EnumSymbol symbol) {
            return symbol(symbol.toString(), (Class<?>) type);
        } else if (value instanceof Utf8) {
            return value.toString();
        } else if (value instanceof ByteBuffer bytes) {
            return vector(bytes.order(ByteOrder.LITTLE_ENDIAN), (Class<?>) type);
        } else if (value instanceof List<?> list) {
            return list(list, type);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new HashMap<>();
            map.forEach((key, item) -> copy.put(key.toString(), item instanceof Utf8 ? item.toString() : item));
            return copy;
        }
        return value;
    }

    private static Object list(List<?> list, Type type) throws MalformedRecordException {
        if (type == int[].class) {
            return list.stream().mapToInt(item -> (Integer) item).toArray();
        }
        Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
        List<Object> items = new ArrayList<>(list.size());
        for (Object item : list) {
            items.add(toJava(item, element));
        }
        return List.copyOf(items);
    }

    private static Object vector(ByteBuffer bytes, Class<?> type) throws MalformedRecordException {
        int size = type == float[].class ? Float.BYTES : Double.BYTES;
        if (bytes.remaining() % size != 0) {
            throw new MalformedRecordException(
                    "A vector has " + bytes.remaining() + " bytes, which is not a multiple of " + size + ".");
        }
        if (type == float[].class) {
            float[] floats = new float[bytes.remaining() / size];
            bytes.asFloatBuffer().get(floats);
            return floats;
        }
        double[] doubles = new double[bytes.remaining() / size];
        bytes.asDoubleBuffer().get(doubles);
        return doubles;
    }

    private static Object symbol(String name, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalStateException(type.getSimpleName() + " has no constant " + name + ", but its schema does.");
    }

    private static Class<?> recordClass(GenericRecord record, Class<?> type) {
        if (!type.isSealed()) {
            return type;
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.getSimpleName().equals(record.getSchema().getName())) {
                return permitted;
            }
        }
        throw new IllegalStateException(
                type + " does not permit " + record.getSchema().getName() + ".");
    }

    private static Schema branch(Schema union, Class<?> type) {
        for (Schema branch : union.getTypes()) {
            if (branch.getName().equals(type.getSimpleName())) {
                return branch;
            }
        }
        throw new IllegalStateException("The union does not contain " + type.getSimpleName() + ".");
    }

    private static Object get(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
