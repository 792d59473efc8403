/** The networks on DJL. Native arrays never leave this module; every one has an owner that closes it. */
@NullMarked
package dev.streamgrad.learner.network;

import org.jspecify.annotations.NullMarked;
