/**
 * Finds and starts the job on a Flink session cluster, through its REST interface. Uses none of this module's other packages.
 */
@NullMarked
package dev.streamgrad.cluster.flink;

import org.jspecify.annotations.NullMarked;
