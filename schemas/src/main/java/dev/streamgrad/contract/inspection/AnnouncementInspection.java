package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.SimulatorAnnouncement;
import java.util.Optional;

/** Checks an announcement against its key and its sizes against their limits. */
public final class AnnouncementInspection {

    /** The longest time for which an announcement may be valid, in milliseconds. */
    public static final int LONGEST_MILLIS = 600_000;

    private static final int MOST_CHARACTERS = 256;

    private AnnouncementInspection() {}

    /** Why a record of the simulators topic is rejected, as a sentence for the user; empty if it is accepted. */
    public static Optional<String> fault(String key, SimulatorAnnouncement announcement) {
        if (!announcement.process().equals(key)) {
            return Optional.of(
                    "It is an announcement of process '" + announcement.process() + "', but its key is '" + key + "'.");
        }
        if (key.isBlank()
                || key.length() > MOST_CHARACTERS
                || announcement.software().length() > MOST_CHARACTERS) {
            return Optional.of("The names of process and software must have 1 to " + MOST_CHARACTERS + " characters.");
        }
        if (announcement.validMillis() < 0 || announcement.validMillis() > LONGEST_MILLIS) {
            return Optional.of("It is valid for " + announcement.validMillis() + " ms, but must be between 0 and "
                    + LONGEST_MILLIS + ".");
        }
        boolean fits = announcement.environments().size() <= SimulatorAnnouncement.MOST_NAMES
                && announcement.policies().size() <= SimulatorAnnouncement.MOST_NAMES
                && announcement.rejections().size() <= SimulatorAnnouncement.MOST_REJECTIONS
                && announcement.rejections().values().stream()
                        .allMatch(reason -> reason.length() <= SimulatorAnnouncement.MOST_CHARACTERS);
        return fits
                ? Optional.empty()
                : Optional.of(
                        "It has more than " + SimulatorAnnouncement.MOST_NAMES + " environments or policies, more than "
                                + SimulatorAnnouncement.MOST_REJECTIONS + " rejections, or a reason of more than "
                                + SimulatorAnnouncement.MOST_CHARACTERS + " characters.");
    }
}
