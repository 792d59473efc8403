/** The training spec: everything that defines a policy's training. */
@NullMarked
package dev.streamgrad.contract.spec;

import org.jspecify.annotations.NullMarked;
