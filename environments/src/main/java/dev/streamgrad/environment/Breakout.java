package dev.streamgrad.environment;

/**
 * Breakout-MinAtar: a paddle on the bottom row keeps a ball in play. The ball breaks three rows of bricks; the reward is 1 per
 * brick. It moves diagonally, one cell per frame, and bounces off walls, bricks and the paddle. New bricks appear when the ball
 * reaches the bottom row and no brick is left. The game ends when the ball passes the paddle.
 *
 * <p>Actions: 0 none, 1 left, 2 right. Channels: paddle, ball, trail (the previous cell of the ball), brick.
 */
final class Breakout extends MinAtarGame {

    private static final int PADDLE = 0;
    private static final int BALL = 1;
    private static final int TRAIL = 2;
    private static final int BRICK = 3;

    private static final int FIRST_BRICKS = 1;
    private static final int BELOW_BRICKS = 4;

    final Cells bricks = new Cells();
    int paddle;
    int ballX;
    int ballY;
    int lastX;
    int lastY;

    /** The ball's direction, ±1 each. */
    int alongX;

    int alongY;

    /** Whether the ball met a brick in the last frame. If so, it passes through the next brick instead of breaking it. */
    boolean struck;

    Breakout() {
        super(4, Move.NONE, Move.LEFT, Move.RIGHT);
    }

    @Override
    void begin(Draws chance) {
        boolean fromRight = chance.integer(0, 2) == 1;
        ballX = fromRight ? LAST : 0;
        ballY = 3;
        alongX = fromRight ? -1 : 1;
        alongY = 1;
        lastX = ballX;
        lastY = ballY;
        paddle = 4;
        struck = false;
        bricks.clear();
        layBricks();
    }

    @Override
    int play(Move move, Draws chance) {
        switch (move) {
            case LEFT -> paddle = towards(paddle, -1, 0, LAST);
            case RIGHT -> paddle = towards(paddle, 1, 0, LAST);
            default -> {}
        }
        lastX = ballX;
        lastY = ballY;
        int x = towards(ballX, alongX, 0, LAST);
        if (x == ballX) {
            alongX = -alongX;
        }
        int y = ballY + alongY;
        int reward = 0;
        boolean meetsBrick = y >= 0 && bricks.has(y, x);
        if (y < 0) {
            y = 0;
            alongY = -alongY;
        } else if (meetsBrick && !struck) {
            bricks.remove(y, x);
            y = lastY;
            alongY = -alongY;
            reward = 1;
        } else if (!meetsBrick && y == LAST) {
            y = meetPaddle(x);
        }
        struck = meetsBrick;
        ballX = x;
        ballY = y;
        return reward;
    }

    /**
     * Handles a ball that would enter the bottom row; returns the row of the ball. If the previous column of the ball is that of
     * the paddle, the ball turns upward. If only the new column is, the ball reverses both directions. Otherwise the game ends.
     */
    private int meetPaddle(int x) {
        if (bricks.count() == 0) {
            layBricks();
        }
        if (ballX != paddle && x != paddle) {
            terminal = true;
            return LAST;
        }
        if (ballX != paddle) {
            alongX = -alongX;
        }
        alongY = -alongY;
        return lastY;
    }

    private void layBricks() {
        bricks.fill(FIRST_BRICKS, BELOW_BRICKS, 0, SIZE);
    }

    @Override
    void draw(Frame screen) {
        screen.mark(ballY, ballX, BALL);
        screen.mark(LAST, paddle, PADDLE);
        screen.mark(lastY, lastX, TRAIL);
        bricks.draw(screen, BRICK);
    }
}
