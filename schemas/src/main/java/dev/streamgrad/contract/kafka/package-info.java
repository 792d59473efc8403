/**
 * What every program that talks to Kafka shares: its options, how it is reached, what a refusal means, and the topics' settings. The only
 * package of the contract that uses the Kafka client and picocli, which a program that has no need of this package need not bring.
 */
@NullMarked
package dev.streamgrad.contract.kafka;

import org.jspecify.annotations.NullMarked;
