/** Whether a block can be what its training spec asks for. Uses records, spaces and specs; the job and the actors must judge alike. */
@NullMarked
package dev.streamgrad.contract.inspection;

import org.jspecify.annotations.NullMarked;
