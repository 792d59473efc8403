/**
 * Whether a record can be what it says and what its training spec asks for. Uses records, spaces, specs and keys; the job, the actors and
 * the command must judge alike.
 */
@NullMarked
package dev.streamgrad.contract.inspection;

import org.jspecify.annotations.NullMarked;
