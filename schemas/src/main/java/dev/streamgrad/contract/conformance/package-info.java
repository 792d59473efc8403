/**
 * The conformance cases: inputs and expected outputs with which an actor in any language is checked, as JSON files, and the comparison of
 * an actor's outputs with the expected ones. Does not depend on the other packages of the contract.
 */
@NullMarked
package dev.streamgrad.contract.conformance;

import org.jspecify.annotations.NullMarked;
