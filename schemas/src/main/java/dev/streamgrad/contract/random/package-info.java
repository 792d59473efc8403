/** Counter-based random numbers, the same in every process and language. */
@NullMarked
package dev.streamgrad.contract.random;

import org.jspecify.annotations.NullMarked;
