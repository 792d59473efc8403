/** The types that operators exchange or keep in state, and their serializers. */
@NullMarked
package dev.streamgrad.job.state;

import org.jspecify.annotations.NullMarked;
