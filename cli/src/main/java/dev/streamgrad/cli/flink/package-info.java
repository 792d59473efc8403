/**
 * A Flink session cluster, by its REST interface: whether the job runs there, and how it is started. Uses nothing of the other
 * packages but {@code usage}.
 */
@NullMarked
package dev.streamgrad.cli.flink;

import org.jspecify.annotations.NullMarked;
