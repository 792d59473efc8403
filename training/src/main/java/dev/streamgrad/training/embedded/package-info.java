/** A real Kafka broker and a real Flink mini cluster in this process. */
@NullMarked
package dev.streamgrad.training.embedded;

import org.jspecify.annotations.NullMarked;
