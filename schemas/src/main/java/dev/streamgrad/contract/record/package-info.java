/** The records of the topics, as immutable values. */
@NullMarked
package dev.streamgrad.contract.record;

import org.jspecify.annotations.NullMarked;
