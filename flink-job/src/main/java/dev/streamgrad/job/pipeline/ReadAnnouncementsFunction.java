package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.inspection.AnnouncementInspection;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.SimulatorReport;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes records of the simulators topic, and tells each policy what a simulator announces about it. A record that is not a valid
 * announcement becomes a dead letter. It keeps no state: announcements are repeated.
 */
public final class ReadAnnouncementsFunction extends ProcessFunction<RawRecord, AssemblyEvent> {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(RawRecord raw, Context context, Collector<AssemblyEvent> out) {
        try {
            report(Isolation.run(() -> read(raw)), out);
        } catch (MalformedRecordException e) {
            context.output(SideOutputs.DEAD_LETTERS, DeadLetter.of(raw, String.valueOf(e.getMessage())));
        } catch (PolicyFault e) {
            context.output(SideOutputs.DEAD_LETTERS, DeadLetter.of(raw, e.reason()));
        }
    }

    private static SimulatorAnnouncement read(RawRecord raw) throws MalformedRecordException {
        SimulatorAnnouncement announcement = Codecs.ANNOUNCEMENT.decode(raw.value());
        Optional<String> fault =
                AnnouncementInspection.fault(new String(raw.key(), StandardCharsets.UTF_8), announcement);
        if (fault.isPresent()) {
            throw new MalformedRecordException(fault.get());
        }
        return announcement;
    }

    private static void report(SimulatorAnnouncement announcement, Collector<AssemblyEvent> out) {
        announcement.policies().forEach(policyId -> out.collect(report(announcement, policyId, "")));
        announcement
                .rejections()
                .forEach((policyId, reason) ->
                        out.collect(report(announcement, policyId, reason.isBlank() ? "No reason given." : reason)));
    }

    private static SimulatorReport report(SimulatorAnnouncement announcement, String policyId, String rejection) {
        return new SimulatorReport(
                policyId,
                announcement.process(),
                announcement.software(),
                announcement.environments(),
                rejection,
                announcement.validMillis());
    }
}
