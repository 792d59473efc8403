package dev.streamgrad.contract.codec;

import dev.streamgrad.contract.record.PolicyStatus;

/**
 * The codec of the status topic. The schema of release 1 has no WAITING, and a reader of that release cannot read a newer schema. So
 * WAITING is written as RUNNING with a reason that begins with {@value #WAITING}. An older reader then reports the policy as running,
 * which is correct.
 */
final class StatusCodec implements Codec<PolicyStatus> {

    static final String WAITING = "WAITING: ";

    private final RecordCodec<PolicyStatus> records = new RecordCodec<>(PolicyStatus.class);

    @Override
    public byte[] encode(PolicyStatus status) {
        return records.encode(
                status.state() == PolicyStatus.State.WAITING
                        ? with(status, PolicyStatus.State.RUNNING, WAITING + status.reason())
                        : status);
    }

    @Override
    public PolicyStatus decode(byte[] bytes) throws MalformedRecordException {
        PolicyStatus status = records.decode(bytes);
        return status.state() == PolicyStatus.State.RUNNING && status.reason().startsWith(WAITING)
                ? with(status, PolicyStatus.State.WAITING, status.reason().substring(WAITING.length()))
                : status;
    }

    private static PolicyStatus with(PolicyStatus status, PolicyStatus.State state, String reason) {
        return new PolicyStatus(status.policyId(), state, reason, status.sinceVersion(), status.incarnation());
    }
}
