package dev.streamgrad.contract.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash that identifies a policy version: SHA-256, in hexadecimal, of the parameters (float32), then the normaliser's count, mean and
 * variance (float64), all little-endian.
 */
public final class PolicyHash {

    private PolicyHash() {}

    /** Computes the hash of a policy version. */
    public static String of(float[] parameters, ObservationNormaliser normaliser) {
        int statistics = normaliser.active() ? 1 + 2 * normaliser.mean().length : 0;
        ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES + statistics * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        bytes.position(parameters.length * Float.BYTES);
        if (normaliser.active()) {
            bytes.putDouble(normaliser.count());
            put(bytes, normaliser.mean());
            put(bytes, normaliser.variance());
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void put(ByteBuffer bytes, double[] values) {
        for (double value : values) {
            bytes.putDouble(value);
        }
    }
}
