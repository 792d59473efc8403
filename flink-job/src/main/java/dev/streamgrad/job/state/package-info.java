/** Serializers of what flows between operators and of what they remember. */
@NullMarked
package dev.streamgrad.job.state;

import org.jspecify.annotations.NullMarked;
