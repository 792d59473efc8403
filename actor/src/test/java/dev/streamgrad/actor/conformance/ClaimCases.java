package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.AgentClaims;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.topic.Keys;
import java.util.ArrayList;
import java.util.List;

/** Which claim on an agent is in effect, and with which incarnation it can be claimed next. */
final class ClaimCases {

    private static final int AGENT = 0;
    private static final String DIGITS = "abcdef";

    private ClaimCases() {}

    static CaseFile file() {
        CaseFile file = new CaseFile(
                "claims",
                "The key of the claim on agent 0 that is in effect after all records of its partition were read, null if there is none; and"
                        + " the incarnation of the next claim, if no block has a higher one than logged (-1: there is no block).");
        add(file, "no claim, no block", -1);
        add(file, "no claim", 4);
        add(file, "one claim", -1, 0);
        add(file, "a block above the claim", 7, 3);
        add(file, "a claim above another", 2, 3, 4);
        add(file, "two claims of one incarnation: the first is in effect", 2, 3, 3);
        add(file, "a claim below another", 2, 9, 4);
        add(file, "the highest incarnation", 2, Integer.MAX_VALUE);
        add(
                file,
                "two claims of the highest incarnation: the last is in effect",
                2,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
        return file;
    }

    private static void add(CaseFile file, String name, int logged, int... incarnations) {
        AgentClaims claims = new AgentClaims();
        List<ObjectNode> records = new ArrayList<>();
        String holder = null;
        for (int i = 0; i < incarnations.length; i++) {
            String claim = DIGITS.substring(i, i + 1).repeat(32);
            AgentRecord record = AgentRecord.claim("test", AGENT, incarnations[i], 0, "process-" + i);
            claims.offer(claim, record);
            String key = Keys.claim("test", AGENT, claim);
            records.add(Blocks.record(key, Codecs.AGENT.encode(record)));
            holder = claims.isHeld(AGENT, claim) ? key : holder;
        }
        int highest = Math.max(logged, claims.highest(AGENT));
        int next = highest == Integer.MAX_VALUE ? highest : highest + 1;
        file.add(
                name,
                Json.object("logged", logged, "records", records),
                Json.object("holder", holder, "incarnation", next));
    }
}
