/** Avro single-object encoding of every record. */
@NullMarked
package dev.streamgrad.contract.codec;

import org.jspecify.annotations.NullMarked;
