/** Topic names, keys and the partition function. */
@NullMarked
package dev.streamgrad.contract.topic;

import org.jspecify.annotations.NullMarked;
