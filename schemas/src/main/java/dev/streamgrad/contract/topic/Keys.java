package dev.streamgrad.contract.topic;

/** The keys of the records; slashes separate, since a policy id has none. */
public final class Keys {

    private Keys() {}

    /** Key of a training spec. */
    public static String trainingSpec(String policyId, int revision) {
        return policyId + "/" + revision;
    }

    /** Key of an agent's transition blocks, claims and bookmarks. */
    public static String agent(String policyId, int agent) {
        return policyId + "/" + agent;
    }

    /** Key of a policy update: compaction keeps the newest lag + 2 versions. */
    public static String policy(String policyId, long version, int lag) {
        return policyId + "/" + version % (lag + 2L);
    }

    /** Key of a snapshot. */
    public static String snapshot(String policyId, long version) {
        return policyId + "/" + version;
    }
}
