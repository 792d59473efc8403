package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.ActingLoop;
import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Blocks of agents that act, and parts of them. */
final class Blocks {

    private Blocks() {}

    /** The blocks of an agent that acts the whole training, one per rollout. */
    static List<TransitionBlock> of(TrainingSpec spec) {
        List<TransitionBlock> blocks = new ArrayList<>();
        AgentPool pool = new AgentPool(spec, EnvironmentRegistry.standard(), List.of(ResumePoint.fresh(0)));
        new ActingLoop(spec, pool, version -> Optional.of(Specs.version(spec, 1, version)), blocks::add).run();
        return blocks;
    }

    /** The rows {@code from} … {@code to} − 1 of a block. */
    static TransitionBlock part(TransitionBlock block, int from, int to) {
        Map<String, Object> changes = new HashMap<>();
        int rows = block.rows();
        changes.put("observations", part(block.observations(), rows, from, to));
        changes.put("actions", part(block.actions(), rows, from, to));
        changes.put("logProbabilities", part(block.logProbabilities(), rows, from, to));
        changes.put("rewards", part(block.rewards(), rows, from, to));
        changes.put("terminated", part(block.terminated(), rows, from, to));
        changes.put("truncated", part(block.truncated(), rows, from, to));
        changes.put("firstSequence", block.firstSequence() + from);
        long episode = block.episode();
        int step = block.episodeStep();
        int nexts = 0;
        int within = 0;
        for (int row = 0; row < to; row++) {
            within += row >= from && block.hasNextObservation(row) ? 1 : 0;
            if (row < from) {
                nexts += block.hasNextObservation(row) ? 1 : 0;
                episode += block.ended(row) ? 1 : 0;
                step = block.ended(row) ? 0 : step + 1;
            }
        }
        int bytes = block.observations().length / rows;
        changes.put(
                "nextObservations",
                Arrays.copyOfRange(block.nextObservations(), nexts * bytes, (nexts + within) * bytes));
        changes.put("episode", episode);
        changes.put("episodeStep", step);
        return Forgery.of(block, changes);
    }

    /** The first rows of a block that holds a whole rollout, as a block that closes the rollout. */
    static TransitionBlock closed(TransitionBlock block, int rows) {
        TransitionBlock first = with(part(block, 0, rows), "closesRollout", true);
        if (rows == 0 || first.ended(rows - 1)) {
            return first;
        }
        int bytes = block.observations().length / block.rows();
        byte[] nexts = Arrays.copyOf(first.nextObservations(), first.nextObservations().length + bytes);
        byte[] seen = rows < block.rows() ? block.observations() : block.nextObservations();
        int from = rows < block.rows() ? rows * bytes : seen.length - bytes;
        System.arraycopy(seen, from, nexts, nexts.length - bytes, bytes);
        return with(first, "nextObservations", nexts);
    }

    private static byte[] part(byte[] column, int rows, int from, int to) {
        int bytes = column.length / rows;
        return Arrays.copyOfRange(column, from * bytes, to * bytes);
    }

    /** A copy of a record with another value of one component. */
    static <T extends Record> T with(T record, String component, Object value) {
        return Forgery.of(record, Map.of(component, value));
    }

    /** A block as a record of the transitions topic. */
    static ObjectNode record(TransitionBlock block) {
        return record(Keys.agent(block.policyId(), block.agent()), Codecs.TRANSITION_BLOCK.encode(block));
    }

    static ObjectNode record(String key, byte[] value) {
        return Json.object("key", key, "value", value);
    }

    /** Offers a record to the history of agent 0 of the policy {@code test}, as a reader of the topic does. */
    static void offer(ObjectNode record, AgentHistory history) {
        try {
            history.offer(Codecs.TRANSITION_BLOCK.decode(
                    HexFormat.of().parseHex(record.get("value").textValue())));
        } catch (MalformedRecordException e) {
            if (record.get("key").textValue().equals(Keys.agent("test", 0))) {
                history.rejected();
            }
        }
    }
}
