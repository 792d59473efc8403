package dev.streamgrad.contract.record;

/**
 * What computed a policy version; "bit for bit" holds between equal builds.
 *
 * @param version of Streamgrad
 * @param engine name and version of the tensor engine
 * @param device such as cpu or gpu0
 * @param threads intra-operation threads of the engine
 * @param processor architecture and capability
 */
public record Build(String version, String engine, String device, int threads, String processor) {}
