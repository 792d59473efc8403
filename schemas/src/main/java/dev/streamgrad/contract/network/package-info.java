/** The layout of a network's parameters in one flat vector. */
@NullMarked
package dev.streamgrad.contract.network;

import org.jspecify.annotations.NullMarked;
