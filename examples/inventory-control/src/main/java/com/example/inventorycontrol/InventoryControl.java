package com.example.inventorycontrol;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.environment.SimpleEnvironment;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Control of the stock of one article, reviewed once per period. In each period the order of {@code leadTime} periods ago arrives, the
 * agent orders 0 … 15 units, and then customers want a Poisson number of units. What the store cannot deliver is lost. The cost of a
 * period is 1 per unit left in stock and 9 per unit of lost demand, and the reward is −cost / 10. An episode does not end by itself.
 *
 * <p>The observation is the stock, and the orders on their way, the one that arrives next first; all in units of ten.
 */
public final class InventoryControl implements SimpleEnvironment {

    /** The largest order. */
    public static final int MOST_ORDERED = 15;

    private static final int INITIAL_STOCK = 10;
    private static final double HOLDING_COST = 1;
    private static final double LOST_SALE = 9;
    private static final float SCALE = 10;

    private final double meanDemand;
    private final int[] orders;
    private SplittableRandom random = new SplittableRandom(0);
    private int stock;
    private int period;

    /**
     * Creates a store.
     *
     * @param meanDemand mean demand per period, above 0
     * @param leadTime periods between an order and its arrival, at least 1
     */
    public InventoryControl(double meanDemand, int leadTime) {
        if (!(meanDemand > 0 && meanDemand <= 100)) {
            throw new IllegalArgumentException("meanDemand is " + meanDemand + ", but must be above 0, at most 100.");
        }
        if (leadTime < 1 || leadTime > 100) {
            throw new IllegalArgumentException("leadTime is " + leadTime + ", but must be 1 … 100.");
        }
        this.meanDemand = meanDemand;
        orders = new int[leadTime];
    }

    @Override
    public Box observationSpace() {
        float[] low = new float[orders.length];
        float[] high = new float[orders.length];
        Arrays.fill(high, MOST_ORDERED / SCALE);
        high[0] = Float.POSITIVE_INFINITY;
        return Box.of(low, high);
    }

    @Override
    public Discrete actionSpace() {
        return new Discrete(MOST_ORDERED + 1);
    }

    @Override
    public float[] reset(long seed) {
        random = new SplittableRandom(seed);
        stock = INITIAL_STOCK;
        period = 0;
        Arrays.fill(orders, 0);
        return observation();
    }

    @Override
    public Step step(float[] action) {
        orders[period % orders.length] = (int) action[0];
        int demand = poisson();
        int lost = Math.max(0, demand - stock);
        stock = Math.max(0, stock - demand);
        double cost = HOLDING_COST * stock + LOST_SALE * lost;
        period++;
        stock += orders[period % orders.length]; // the next period begins with the arrival of its oldest order
        orders[period % orders.length] = 0;
        return Step.of(observation(), -cost / 10, false);
    }

    @Override
    public Optional<String> render() {
        return Optional.of("period " + period + ": " + "#".repeat(stock) + " " + stock + ", on the way " + onTheWay());
    }

    /** Units in stock and on their way, the inventory position. */
    int position() {
        return stock + onTheWay();
    }

    private int onTheWay() {
        return Arrays.stream(orders).sum();
    }

    private float[] observation() {
        float[] seen = new float[orders.length];
        seen[0] = stock / SCALE;
        for (int i = 1; i < orders.length; i++) {
            seen[i] = orders[(period + i) % orders.length] / SCALE;
        }
        return seen;
    }

    /** A Poisson number: how many uniform numbers can be multiplied until the product falls below e^−mean (Knuth). */
    private int poisson() {
        double limit = Math.exp(-meanDemand);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
