package dev.streamgrad.contract.topic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of the records; slashes separate, since a policy id has none. */
public final class Keys {

    private static final Pattern AGENT = Pattern.compile("(" + PolicyIds.FORM + ")/([0-9]{1,6})");

    private static final Pattern SPEC =
            Pattern.compile("(" + PolicyIds.FORM + ")/(0|[1-9][0-9]{0,9})(?:/([0-9a-f]{32}))?");

    private Keys() {}

    /** What the keys of all submissions of a revision begin with; before there were submissions, the whole key. */
    public static String trainingSpec(String policyId, int revision) {
        return policyId + "/" + revision;
    }

    /**
     * Key of a submission of a training spec: its own, so that compaction leaves every submission that was not withdrawn.
     *
     * @param submission 32 hexadecimal digits that no other submission has
     */
    public static String submission(String policyId, int revision, String submission) {
        return trainingSpec(policyId, revision) + "/" + submission;
    }

    /**
     * A training spec's key, taken apart.
     *
     * @param submission empty where it was published before submissions had keys of their own
     */
    public record SpecKey(String policyId, int revision, String submission) {}

    /** Takes a training spec's key apart; empty if it is none. */
    public static Optional<SpecKey> parseSpec(String key) {
        Matcher matcher = SPEC.matcher(key);
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        String submission = matcher.group(3) == null ? "" : matcher.group(3);
        return Optional.of(new SpecKey(matcher.group(1), Integer.parseInt(matcher.group(2)), submission));
    }

    /** Key of an agent's transition blocks, claims and bookmarks. */
    public static String agent(String policyId, int agent) {
        return policyId + "/" + agent;
    }

    /** An agent's key, taken apart. */
    public record AgentKey(String policyId, int agent) {}

    /** Takes an agent's key apart; empty if it is none. */
    public static Optional<AgentKey> parseAgent(String key) {
        Matcher matcher = AGENT.matcher(key);
        return matcher.matches()
                ? Optional.of(new AgentKey(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Key of a policy update: compaction keeps the newest lag + 2 versions. */
    public static String policy(String policyId, long version, int lag) {
        return policyId + "/" + version % (lag + 2L);
    }

    /** What every key of a policy begins with that is more than its id, and no other policy's. */
    public static String prefix(String policyId) {
        return policyId + "/";
    }

    /** Key of a snapshot. */
    public static String snapshot(String policyId, long version) {
        return policyId + "/" + version;
    }
}
