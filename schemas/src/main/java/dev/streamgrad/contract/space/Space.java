package dev.streamgrad.contract.space;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The set of values that an observation or an action can take (Gymnasium's {@code spaces}).
 *
 * <p>A space determines the layout of one value on the wire: {@link #dtype()}, {@link #elements()} per value, row-major.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Box.class, name = "box"),
    @JsonSubTypes.Type(value = Discrete.class, name = "discrete"),
    @JsonSubTypes.Type(value = MultiDiscrete.class, name = "multi_discrete"),
    @JsonSubTypes.Type(value = MultiBinary.class, name = "multi_binary")
})
public sealed interface Space permits Box, Discrete, MultiDiscrete, MultiBinary {

    /** Maximum number of elements, network inputs and distribution parameters of a space. With it, sizes of batches fit into a long. */
    int MOST_NUMBERS = 1 << 24;

    /** Element type of a value on the wire. */
    DType dtype();

    /** Number of elements of one value on the wire. */
    int elements();

    /** Number of network inputs for one observation of this space; a discrete value is one-hot. */
    int features();

    /** Number of network outputs that describe a distribution over this space: logits, or means. */
    int distributionParameters();

    /** Bytes of one value on the wire. */
    default int rowBytes() {
        return elements() * dtype().bytes();
    }
}
