package dev.streamgrad.environment;

/**
 * SpaceInvaders-MinAtar: a cannon on the bottom row shoots at a block of aliens, with reward 1 per alien. The aliens move from side
 * to side and descend one row at each turn. They move faster as fewer are left. The game ends when an alien or its bullet reaches
 * the cannon, or when an alien on the bottom row has to descend. The game draws no random numbers. With ramping, each new wave
 * moves faster than the last, up to a limit.
 *
 * <p>Actions: 0 none, 1 left, 2 right, 3 fire. Channels: cannon, alien, alien going left, alien going right, own bullet, enemy
 * bullet.
 */
final class SpaceInvaders extends MinAtarGame {

    private static final int CANNON = 0;
    private static final int ALIEN = 1;
    private static final int ALIEN_LEFT = 2;
    private static final int ALIEN_RIGHT = 3;
    private static final int OWN_BULLET = 4;
    private static final int ENEMY_BULLET = 5;

    private static final int SHOT_FRAMES = 5;
    private static final int ALIEN_SHOT_FRAMES = 10;
    private static final int ALIEN_MOVE_FRAMES = 12;
    private static final int FASTEST_MOVE_FRAMES = 6;

    private final boolean ramping;
    final Cells aliens = new Cells();
    final Cells ownBullets = new Cells();
    final Cells enemyBullets = new Cells();
    int cannon;
    boolean aliensGoRight;
    int alienMoveFrames;
    int alienMoveTimer;
    int alienShotTimer;
    int shotTimer;
    int rampIndex;

    /** Creates a game, with or without difficulty ramping. */
    SpaceInvaders(boolean ramping) {
        super(6, Move.NONE, Move.LEFT, Move.RIGHT, Move.FIRE);
        this.ramping = ramping;
    }

    @Override
    void begin(Draws chance) {
        cannon = 5;
        ownBullets.clear();
        enemyBullets.clear();
        aliens.clear();
        newWave();
        aliensGoRight = false;
        alienMoveFrames = ALIEN_MOVE_FRAMES;
        alienMoveTimer = ALIEN_MOVE_FRAMES;
        alienShotTimer = ALIEN_SHOT_FRAMES;
        shotTimer = 0;
        rampIndex = 0;
    }

    @Override
    int play(Move move, Draws chance) {
        act(move);
        ownBullets.up();
        enemyBullets.down(0);
        terminal |= enemyBullets.has(LAST, cannon) || aliens.has(LAST, cannon);
        if (alienMoveTimer == 0) {
            moveAliens();
        }
        if (alienShotTimer == 0) {
            alienShotTimer = ALIEN_SHOT_FRAMES;
            shootAtCannon();
        }
        int reward = aliens.removeCommon(ownBullets);
        shotTimer = Math.max(shotTimer - 1, 0);
        alienMoveTimer--;
        alienShotTimer--;
        if (aliens.count() == 0) {
            ramp();
            newWave();
        }
        return reward;
    }

    private void act(Move move) {
        switch (move) {
            case LEFT -> cannon = towards(cannon, -1, 0, LAST);
            case RIGHT -> cannon = towards(cannon, 1, 0, LAST);
            case FIRE -> {
                if (shotTimer == 0) {
                    ownBullets.add(LAST, cannon);
                    shotTimer = SHOT_FRAMES;
                }
            }
            default -> {}
        }
    }

    private void moveAliens() {
        alienMoveTimer = Math.min(aliens.count(), alienMoveFrames);
        if (aliens.lowest(aliensGoRight ? LAST : 0) >= 0) {
            aliensGoRight = !aliensGoRight;
            int landed = aliens.row(LAST);
            terminal |= landed != 0;
            aliens.down(landed); // as in MinAtar, the last frame shows the aliens of the bottom row at the top
        } else {
            aliens.sideways(aliensGoRight);
        }
        terminal |= aliens.has(LAST, cannon);
    }

    /** Shoots from the lowest alien of the column nearest to the cannon; of two columns equally near, from the left one. */
    private void shootAtCannon() {
        for (int distance = 0; distance < SIZE; distance++) {
            for (int column = cannon - distance; column <= cannon + distance; column += Math.max(2 * distance, 1)) {
                int row = column < 0 || column > LAST ? -1 : aliens.lowest(column);
                if (row >= 0) {
                    enemyBullets.add(row, column);
                    return;
                }
            }
        }
    }

    private void ramp() {
        if (ramping && alienMoveFrames > FASTEST_MOVE_FRAMES) {
            alienMoveFrames--;
            rampIndex++;
        }
    }

    private void newWave() {
        aliens.fill(0, 4, 2, 8);
    }

    @Override
    void draw(Frame screen) {
        screen.mark(LAST, cannon, CANNON);
        aliens.draw(screen, ALIEN);
        aliens.draw(screen, aliensGoRight ? ALIEN_RIGHT : ALIEN_LEFT);
        ownBullets.draw(screen, OWN_BULLET);
        enemyBullets.draw(screen, ENEMY_BULLET);
    }
}
