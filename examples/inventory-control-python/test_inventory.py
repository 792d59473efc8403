"""The inventory problem obeys its rules, and a good rule of thumb costs what the literature says."""

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from inventory import make


def play(rule, episodes=1, **options):
    """The observations, rewards and infos of whole episodes with a rule."""
    environment, rows = make(**options), []
    for seed in range(episodes):
        observation, _ = environment.reset(seed=seed)
        ended = False
        while not ended:
            order = rule(observation)
            after, reward, terminated, ended, info = environment.step(order)
            assert not terminated
            rows.append((observation, order, reward, info, after))
            observation = after
    return rows


def units(observation):
    """Stock and orders of an observation."""
    return np.rint(10 * observation).astype(int).tolist()


def test_the_environment_keeps_to_gymnasiums_interface():
    check_env(make(), skip_render_check=True)


def test_an_episode_has_a_hundred_periods():
    assert len(play(lambda _: 5)) == 100


def test_the_same_seed_gives_the_same_episode():
    assert [row[2] for row in play(lambda _: 5)] == [row[2] for row in play(lambda _: 5)]


def test_an_order_can_be_sold_after_the_lead_time():
    rows = play(lambda _: 7, lead_time=3, mean_demand=0)
    assert [units(row[0]) for row in rows[:5]] == [[10, 0, 0], [10, 0, 7], [10, 7, 7], [17, 7, 7], [24, 7, 7]]


def test_units_left_over_and_lost_sales_cost():
    for observation, order, reward, info, after in play(lambda _: 4, episodes=3):
        stock, arriving = units(observation)
        left, lost = max(0, stock - info["demand"]), max(0, info["demand"] - stock)
        assert info["lost"] == lost and reward == pytest.approx(-(left + 9 * lost) / 10)
        assert units(after) == [left + arriving, order]


def test_demand_is_poisson():
    demand = [row[3]["demand"] for row in play(lambda _: 5, episodes=50)]
    assert np.mean(demand) == pytest.approx(5, abs=0.2) and np.var(demand) == pytest.approx(5, abs=0.5)


def test_ordering_up_to_a_level_costs_little_more_than_the_optimum():
    """The optimum is 6.09 per period (Zipkin 2008, lost sales, Poisson demand of mean 5, lead time 2, penalty 9)."""
    rows = play(lambda observation: int(np.clip(19 - sum(units(observation)), 0, 7)), episodes=200)
    assert 6.05 < -10 * np.mean([row[2] for row in rows]) < 6.35
