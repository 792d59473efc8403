/**
 * Access to Kafka for all programs: options, connection, explanations of errors, and the settings of the topics. The only package of the
 * contract that uses the Kafka client and picocli; a program that does not use this package does not need them.
 */
@NullMarked
package dev.streamgrad.kafka;

import org.jspecify.annotations.NullMarked;
