package dev.streamgrad.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Converts the state of a game to the JSON of the golden files, which have the names and the form of the fields of MinAtar. */
final class MinAtarState {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MinAtarState() {}

    static ObjectNode of(Breakout game) {
        int direction = game.alongY < 0 ? (game.alongX < 0 ? 0 : 1) : (game.alongX > 0 ? 2 : 3);
        ObjectNode state = node(game)
                .put("ball_dir", direction)
                .put("ball_x", game.ballX)
                .put("ball_y", game.ballY)
                .put("last_x", game.lastX)
                .put("last_y", game.lastY)
                .put("pos", game.paddle)
                .put("strike", game.struck);
        state.set("brick_map", cells(game.bricks));
        return state;
    }

    /** {@code shot_timer} is an unused field of MinAtar. */
    static ObjectNode of(Asterix game) {
        ObjectNode state = node(game)
                .put("move_speed", game.pace.moveFrames)
                .put("move_timer", game.moveTimer)
                .put("player_x", game.playerX)
                .put("player_y", game.playerY)
                .put("ramp_index", game.pace.ramps)
                .put("ramp_timer", game.rampTimer)
                .put("shot_timer", 0)
                .put("spawn_speed", game.pace.spawnFrames)
                .put("spawn_timer", game.spawnTimer);
        ArrayNode entities = state.putArray("entities");
        for (int i = 0; i < game.taken.length; i++) {
            if (game.taken[i]) {
                entities.addArray().add(game.x[i]).add(i + 1).add(game.right[i]).add(game.gold[i]);
            } else {
                entities.addNull();
            }
        }
        return state;
    }

    static ObjectNode of(Freeway game) {
        ObjectNode state = node(game)
                .put("move_timer", game.moveTimer)
                .put("pos", game.chicken)
                .put("terminate_timer", game.framesLeft);
        ArrayNode cars = state.putArray("cars");
        for (int i = 0; i < game.x.length; i++) {
            int speed = game.right[i] ? game.frames[i] : -game.frames[i];
            cars.addArray().add(game.x[i]).add(i + 1).add(game.timer[i]).add(speed);
        }
        return state;
    }

    static ObjectNode of(SpaceInvaders game) {
        ObjectNode state = node(game)
                .put("alien_dir", game.aliensGoRight ? 1 : -1)
                .put("alien_move_timer", game.alienMoveTimer)
                .put("alien_shot_timer", game.alienShotTimer)
                .put("enemy_move_interval", game.alienMoveFrames)
                .put("pos", game.cannon)
                .put("ramp_index", game.rampIndex)
                .put("shot_timer", game.shotTimer);
        state.set("alien_map", cells(game.aliens));
        state.set("e_bullet_map", cells(game.enemyBullets));
        state.set("f_bullet_map", cells(game.ownBullets));
        return state;
    }

    static ObjectNode of(Seaquest game) {
        ObjectNode state = node(game)
                .put("d_spawn_timer", game.diverSpawnTimer)
                .put("diver_count", game.divers)
                .put("e_spawn_speed", game.pace.spawnFrames)
                .put("e_spawn_timer", game.enemySpawnTimer)
                .put("move_speed", game.pace.moveFrames)
                .put("oxygen", game.oxygen)
                .put("ramp_index", game.pace.ramps)
                .put("shot_timer", game.shotTimer)
                .put("sub_or", game.facesRight)
                .put("sub_x", game.x)
                .put("sub_y", game.y)
                .put("surface", game.atSurface);
        state.set("divers", movers(game.swimmers, true, false));
        state.set("e_bullets", movers(game.enemyBullets, false, false));
        state.set("e_fish", movers(game.fish, true, false));
        state.set("e_subs", movers(game.submarines, true, true));
        state.set("f_bullets", movers(game.ownBullets, false, false));
        return state;
    }

    private static ObjectNode node(MinAtarGame game) {
        return MAPPER.createObjectNode().put("terminal", game.terminal);
    }

    private static ArrayNode cells(Cells cells) {
        ArrayNode node = MAPPER.createArrayNode().add("cells");
        for (int cell = 0; cell < 100; cell++) {
            if (cells.has(cell / 10, cell % 10)) {
                node.add(cell);
            }
        }
        return node;
    }

    private static ArrayNode movers(Movers movers, boolean timed, boolean shooting) {
        ArrayNode node = MAPPER.createArrayNode();
        for (int i = 0; i < movers.size(); i++) {
            ArrayNode mover = node.addArray().add(movers.x[i]).add(movers.y[i]).add(movers.right[i]);
            if (timed) {
                mover.add(movers.moveTimer[i]);
            }
            if (shooting) {
                mover.add(movers.shotTimer[i]);
            }
        }
        return node;
    }
}
