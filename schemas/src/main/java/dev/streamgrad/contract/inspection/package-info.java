/**
 * Checks of records against their keys and training specs. The job, the actors and the command line use the same checks, so that they
 * accept the same records. May use records, spaces, specs and keys.
 */
@NullMarked
package dev.streamgrad.contract.inspection;

import org.jspecify.annotations.NullMarked;
