/** Where the environment of a training is carried out: in this process, or in Python. */
@NullMarked
package dev.streamgrad.training.host;

import org.jspecify.annotations.NullMarked;
