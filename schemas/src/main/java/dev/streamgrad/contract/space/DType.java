package dev.streamgrad.contract.space;

/** Element type of a tensor on the wire; every type is little-endian. */
public enum DType {
    FLOAT32(4),
    INT32(4),
    UINT8(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
