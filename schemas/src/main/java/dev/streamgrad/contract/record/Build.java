package dev.streamgrad.contract.record;

/**
 * The software and hardware that computed a policy version. Equal builds compute bit-identical results.
 *
 * @param version version of Streamgrad
 * @param engine name and version of the tensor engine
 * @param device such as cpu or gpu0
 * @param threads intra-operation threads of the engine
 * @param processor architecture and capability
 */
public record Build(String version, String engine, String device, int threads, String processor) {}
