package dev.streamgrad.environment;

/**
 * Seaquest-MinAtar: a submarine shoots fish and enemy submarines, with reward 1 each, and picks up at most six divers. It must
 * surface before its oxygen is used up. Surfacing costs one diver and refills the oxygen. With six divers on board, surfacing costs
 * all of them and gives a reward of up to 10, in proportion to the oxygen left. The game ends when an enemy or its bullet touches
 * the submarine, when the oxygen is used up, or when the submarine surfaces without divers. With ramping, enemies spawn and move
 * faster after each surfacing.
 *
 * <p>Actions: 0 none, 1 left, 2 up, 3 right, 4 down, 5 fire. Channels: submarine's front, its back, own bullet, trail (the cell
 * behind each fish, enemy submarine and diver), enemy bullet, fish, enemy submarine, gauge of oxygen, gauge of divers, diver.
 *
 * <p>A quirk of MinAtar is kept: surfacing with six divers subtracts one diver too many, so −1 are left, and surfacing with a
 * negative number of divers does not end the game. Among objects of one kind, the youngest moves first.
 */
final class Seaquest extends MinAtarGame {

    private static final int FRONT = 0;
    private static final int BACK = 1;
    private static final int OWN_BULLET = 2;
    private static final int TRAIL = 3;
    private static final int ENEMY_BULLET = 4;
    private static final int FISH = 5;
    private static final int ENEMY_SUBMARINE = 6;
    private static final int OXYGEN = 7;
    private static final int DIVERS = 8;
    private static final int DIVER = 9;

    private static final int FULL_OXYGEN = 200;
    private static final int FULL_CREW = 6;
    private static final int SHOT_FRAMES = 5;
    private static final int ENEMY_SHOT_FRAMES = 10;
    private static final int DIVER_SPAWN_FRAMES = 30;
    private static final int DIVER_MOVE_FRAMES = 5;

    /** The last row of the sea; the gauges are below. */
    private static final int BOTTOM = LAST - 1;

    final Pace pace = new Pace(20, 5, 2);
    private final boolean ramping;
    final Movers ownBullets = new Movers();
    final Movers enemyBullets = new Movers();
    final Movers fish = new Movers();
    final Movers submarines = new Movers();
    final Movers swimmers = new Movers();

    int x;
    int y;
    boolean facesRight;
    boolean atSurface;
    int oxygen;
    int divers;
    int shotTimer;
    int enemySpawnTimer;
    int diverSpawnTimer;
    private int reward;

    /** Creates a game, with or without difficulty ramping. */
    Seaquest(boolean ramping) {
        super(10, Move.NONE, Move.LEFT, Move.UP, Move.RIGHT, Move.DOWN, Move.FIRE);
        this.ramping = ramping;
    }

    @Override
    void begin(Draws chance) {
        ownBullets.clear();
        enemyBullets.clear();
        fish.clear();
        submarines.clear();
        swimmers.clear();
        x = 5;
        y = 0;
        facesRight = false;
        atSurface = true;
        oxygen = FULL_OXYGEN;
        divers = 0;
        shotTimer = 0;
        pace.reset();
        enemySpawnTimer = pace.spawnFrames;
        diverSpawnTimer = DIVER_SPAWN_FRAMES;
    }

    @Override
    int play(Move move, Draws chance) {
        reward = 0;
        if (enemySpawnTimer == 0) {
            spawnEnemy(chance);
            enemySpawnTimer = pace.spawnFrames;
        }
        if (diverSpawnTimer == 0) {
            spawnDiver(chance);
            diverSpawnTimer = DIVER_SPAWN_FRAMES;
        }
        act(move);
        moveOwnBullets();
        moveSwimmers();
        moveSubmarines();
        moveEnemyBullets();
        moveFish();
        enemySpawnTimer--;
        diverSpawnTimer--;
        shotTimer = Math.max(shotTimer - 1, 0);
        breathe();
        return reward;
    }

    /** Draws direction, kind and row, then adds the enemy unless an oncoming enemy is in that row. */
    private void spawnEnemy(Draws chance) {
        boolean right = chance.uniform() < 0.5;
        boolean shoots = chance.uniform() < 1.0 / 3.0;
        int row = chance.integer(1, LAST);
        if (!submarines.hasOncoming(row, right) && !fish.hasOncoming(row, right)) {
            (shoots ? submarines : fish).add(right ? 0 : LAST, row, right, pace.moveFrames, ENEMY_SHOT_FRAMES);
        }
    }

    private void spawnDiver(Draws chance) {
        boolean right = chance.uniform() < 0.5;
        swimmers.add(right ? 0 : LAST, chance.integer(1, LAST), right, DIVER_MOVE_FRAMES, 0);
    }

    private void act(Move move) {
        switch (move) {
            case LEFT -> {
                x = towards(x, -1, 0, LAST);
                facesRight = false;
            }
            case RIGHT -> {
                x = towards(x, 1, 0, LAST);
                facesRight = true;
            }
            case UP -> y = towards(y, -1, 0, BOTTOM);
            case DOWN -> y = towards(y, 1, 0, BOTTOM);
            case FIRE -> {
                if (shotTimer == 0) {
                    ownBullets.add(x, y, facesRight);
                    shotTimer = SHOT_FRAMES;
                }
            }
            case NONE -> {}
        }
    }

    private void moveOwnBullets() {
        for (int i = ownBullets.size() - 1; i >= 0; i--) {
            if (!ownBullets.advance(i) || hits(i, fish) || hits(i, submarines)) {
                ownBullets.remove(i);
            }
        }
    }

    private boolean hits(int bullet, Movers enemies) {
        int enemy = enemies.firstAt(ownBullets.x[bullet], ownBullets.y[bullet]);
        if (enemy < 0) {
            return false;
        }
        enemies.remove(enemy);
        reward++;
        return true;
    }

    private void moveSwimmers() {
        for (int i = swimmers.size() - 1; i >= 0; i--) {
            if (boards(i) || (swimmers.isDue(i, DIVER_MOVE_FRAMES) && (!swimmers.advance(i) || boards(i)))) {
                swimmers.remove(i);
            }
        }
    }

    private boolean boards(int swimmer) {
        boolean boards = divers < FULL_CREW && swimmers.isAt(swimmer, x, y);
        divers += boards ? 1 : 0;
        return boards;
    }

    private void moveSubmarines() {
        for (int i = submarines.size() - 1; i >= 0; i--) {
            boolean gone = moveEnemy(submarines, i);
            // A submarine that is removed in this frame may still shoot.
            if (submarines.shotTimer[i] == 0) {
                submarines.shotTimer[i] = ENEMY_SHOT_FRAMES;
                enemyBullets.add(submarines.x[i], submarines.y[i], submarines.right[i]);
            } else {
                submarines.shotTimer[i]--;
            }
            if (gone) {
                submarines.remove(i);
            }
        }
    }

    private void moveFish() {
        for (int i = fish.size() - 1; i >= 0; i--) {
            if (moveEnemy(fish, i)) {
                fish.remove(i);
            }
        }
    }

    /**
     * Moves an enemy if it is due. Returns true if it must be removed: it left the screen, or an own bullet hit it. Removes that
     * bullet.
     */
    private boolean moveEnemy(Movers enemies, int i) {
        terminal |= enemies.isAt(i, x, y);
        if (!enemies.isDue(i, pace.moveFrames)) {
            return false;
        }
        if (!enemies.advance(i)) {
            return true;
        }
        if (enemies.isAt(i, x, y)) {
            terminal = true;
            return false;
        }
        int bullet = ownBullets.firstAt(enemies.x[i], enemies.y[i]);
        if (bullet < 0) {
            return false;
        }
        ownBullets.remove(bullet);
        reward++;
        return true;
    }

    private void moveEnemyBullets() {
        for (int i = enemyBullets.size() - 1; i >= 0; i--) {
            terminal |= enemyBullets.isAt(i, x, y);
            if (enemyBullets.advance(i)) {
                terminal |= enemyBullets.isAt(i, x, y);
            } else {
                enemyBullets.remove(i);
            }
        }
    }

    private void breathe() {
        terminal |= oxygen <= 0;
        if (y > 0) {
            oxygen--;
            atSurface = false;
        } else if (!atSurface && divers == 0) {
            terminal = true;
        } else if (!atSurface) {
            surface();
        }
    }

    private void surface() {
        atSurface = true;
        if (divers == FULL_CREW) {
            divers = 0;
            reward += tenths();
        }
        oxygen = FULL_OXYGEN;
        divers--;
        if (ramping) {
            pace.quicken();
        }
    }

    /** The oxygen left, in whole tenths of {@link #FULL_OXYGEN}. */
    private int tenths() {
        return Math.max(0, oxygen) * 10 / FULL_OXYGEN;
    }

    @Override
    void draw(Frame screen) {
        screen.mark(y, x, FRONT);
        screen.mark(y, facesRight ? x - 1 : x + 1, BACK);
        for (int i = 0; i < tenths(); i++) {
            screen.mark(LAST, i, OXYGEN);
        }
        for (int i = 0; i < divers; i++) {
            screen.mark(LAST, LAST - 1 - i, DIVERS);
        }
        ownBullets.draw(screen, OWN_BULLET);
        enemyBullets.draw(screen, ENEMY_BULLET);
        fish.draw(screen, FISH);
        fish.drawTrails(screen, TRAIL);
        submarines.draw(screen, ENEMY_SUBMARINE);
        submarines.drawTrails(screen, TRAIL);
        swimmers.draw(screen, DIVER);
        swimmers.drawTrails(screen, TRAIL);
    }
}
