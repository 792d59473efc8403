package dev.streamgrad.contract.topic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of the records. A slash separates the parts, since a policy id contains none. */
public final class Keys {

    private static final Pattern AGENT = Pattern.compile("(" + PolicyIds.FORM + ")/([0-9]{1,6})");

    private static final Pattern CLAIM = Pattern.compile("(" + PolicyIds.FORM + ")/([0-9]{1,6})/([0-9a-f]{32})");

    private static final Pattern SPEC =
            Pattern.compile("(" + PolicyIds.FORM + ")/(0|[1-9][0-9]{0,9})(?:/([0-9a-f]{32}))?");

    private Keys() {}

    /**
     * The prefix of the keys of all submissions of a revision. A spec that was published before submissions had their own keys has this
     * as its whole key.
     */
    public static String trainingSpec(String policyId, int revision) {
        return policyId + "/" + revision;
    }

    /**
     * The key of one submission of a training spec. Every submission has its own key, so that compaction keeps every submission that was
     * not withdrawn.
     *
     * @param submission 32 hexadecimal digits, unique to the submission
     */
    public static String submission(String policyId, int revision, String submission) {
        return trainingSpec(policyId, revision) + "/" + submission;
    }

    /**
     * The parts of a training spec's key.
     *
     * @param submission empty if the spec was published before submissions had their own keys
     */
    public record SpecKey(String policyId, int revision, String submission) {}

    /** Parses a training spec's key; empty if it is not one. */
    public static Optional<SpecKey> parseSpec(String key) {
        Matcher matcher = SPEC.matcher(key);
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        String submission = matcher.group(3) == null ? "" : matcher.group(3);
        return Optional.of(new SpecKey(matcher.group(1), Integer.parseInt(matcher.group(2)), submission));
    }

    /** Key of an agent's transition blocks. */
    public static String agent(String policyId, int agent) {
        return policyId + "/" + agent;
    }

    /** The parts of an agent's key. */
    public record AgentKey(String policyId, int agent) {}

    /** Parses an agent's key; empty if it is not one. */
    public static Optional<AgentKey> parseAgent(String key) {
        Matcher matcher = AGENT.matcher(key);
        return matcher.matches()
                ? Optional.of(new AgentKey(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * The key of a claim on an agent. Every claim has its own key, so that compaction keeps every claim that was not withdrawn.
     *
     * @param claim 32 hexadecimal digits, unique to the claim
     */
    public static String claim(String policyId, int agent, String claim) {
        return agent(policyId, agent) + "/" + claim;
    }

    /** The parts of a claim's key. */
    public record ClaimKey(String policyId, int agent, String claim) {}

    /** Parses a claim's key; empty if it is not one. */
    public static Optional<ClaimKey> parseClaim(String key) {
        Matcher matcher = CLAIM.matcher(key);
        return matcher.matches()
                ? Optional.of(new ClaimKey(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** Key of a policy update. Versions share lag + 2 keys, so that compaction keeps the newest lag + 2 versions. */
    public static String policy(String policyId, long version, int lag) {
        return policyId + "/" + version % (lag + 2L);
    }

    /** The prefix of all keys of this policy that are longer than its id, and of no other policy's keys. */
    public static String prefix(String policyId) {
        return policyId + "/";
    }

    /** Key of a snapshot. */
    public static String snapshot(String policyId, long version) {
        return policyId + "/" + version;
    }
}
