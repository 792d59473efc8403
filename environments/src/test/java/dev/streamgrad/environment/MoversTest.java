package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MoversTest {

    @Test
    void growsAndKeepsItsOrder() {
        Movers movers = new Movers();
        for (int i = 0; i < 40; i++) {
            movers.add(i % 10, i / 10, i % 2 == 0, i, 2 * i);
        }
        movers.remove(0);
        movers.remove(20);
        movers.remove(movers.size() - 1);
        assertThat(movers.size()).isEqualTo(37);
        for (int i = 0; i < 37; i++) {
            int id = i < 20 ? i + 1 : i + 2;
            assertThat(movers.isAt(i, id % 10, id / 10)).isTrue();
            assertThat(movers.right[i]).isEqualTo(id % 2 == 0);
            assertThat(movers.moveTimer[i]).isEqualTo(id);
            assertThat(movers.shotTimer[i]).isEqualTo(2 * id);
        }
    }

    @Test
    void findsTheOldestInACell() {
        Movers movers = new Movers();
        movers.add(3, 4, true);
        movers.add(5, 4, false);
        movers.add(5, 4, true);
        assertThat(movers.firstAt(5, 4)).isEqualTo(1);
        assertThat(movers.firstAt(4, 5)).isEqualTo(-1);
        assertThat(movers.hasOncoming(4, true)).isTrue();
        movers.remove(1);
        assertThat(movers.hasOncoming(4, true)).isFalse();
        assertThat(movers.hasOncoming(5, true)).isFalse();
    }
}
