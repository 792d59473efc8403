/** How a user is told of what is wrong. Uses nothing of the other packages. */
@NullMarked
package dev.streamgrad.cli.usage;

import org.jspecify.annotations.NullMarked;
