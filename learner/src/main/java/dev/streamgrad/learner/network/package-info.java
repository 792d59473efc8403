/** The networks, on DJL. Native arrays never leave this module; each of them has an owner that closes it. */
@NullMarked
package dev.streamgrad.learner.network;

import org.jspecify.annotations.NullMarked;
