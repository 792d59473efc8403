package com.example.inventorycontrol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.kit.EnvironmentKit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryControlTest {

    private static final int EPISODES = 10_000;

    @Test
    void keepsToTheRulesOfEnvironments() {
        EnvironmentEntry entry = new InventoryControlProvider().environments().get(0);
        assertEquals(List.of(), EnvironmentKit.faults(entry));
        assertEquals(List.of(), EnvironmentKit.faults(entry, Map.of("leadTime", "5", "meanDemand", "0.5")));
    }

    @Test
    void anOrderArrivesAfterItsLeadTime() {
        InventoryControl store = new InventoryControl(1e-9, 3); // no demand
        assertArrayEquals(new float[] {1, 0, 0}, store.reset(1));
        assertArrayEquals(new float[] {1, 0, 0.7f}, store.step(new float[] {7}).observation());
        assertArrayEquals(new float[] {1, 0.7f, 0.2f}, store.step(new float[] {2}).observation());
        assertArrayEquals(new float[] {1.7f, 0.2f, 0}, store.step(new float[] {0}).observation());
        assertEquals(19, store.position());
    }

    @Test
    void stockAndLostDemandCost() {
        InventoryControl store = new InventoryControl(1e-9, 1);
        store.reset(1);
        assertEquals(-1, store.step(new float[] {0}).reward());
        InventoryControl wanted = new InventoryControl(100, 2);
        wanted.reset(1);
        assertTrue(wanted.step(new float[] {0}).reward() < -9 * 40 / 10.0, "about 90 units of demand are lost");
    }

    /** The best policy that orders up to a level is what a trained policy must be compared with. */
    @Test
    void theBestBaseStockPolicyReturnsMinus63() {
        double best = Double.NEGATIVE_INFINITY;
        for (int level = 16; level <= 22; level++) {
            double mean = meanReturn(level);
            System.out.printf("order up to %d: mean return %.2f%n", level, mean);
            best = Math.max(best, mean);
        }
        assertEquals(-63.5, best, 0.5); // of levels 18 and 19; the standard error is 0.1
    }

    private static double meanReturn(int level) {
        InventoryControl store = new InventoryControl(5, 2);
        double total = 0;
        for (int episode = 0; episode < EPISODES; episode++) {
            store.reset(episode);
            for (int period = 0; period < InventoryControlProvider.PERIODS; period++) {
                int order = Math.max(0, Math.min(InventoryControl.MOST_ORDERED, level - store.position()));
                total += store.step(new float[] {order}).reward();
            }
        }
        return total / EPISODES;
    }
}
