/** Coverage-guided fuzzing of the decoders, and the replay of its corpus. */
@NullMarked
package dev.streamgrad.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
