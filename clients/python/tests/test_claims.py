"""Claims on agents: the first claim of an incarnation wins."""

from conftest import read

from streamgrad.claims import Claims
from streamgrad.history import LARGEST_INCARNATION
from streamgrad.records import records


def claims(access, process):
    return Claims(access, "walker", process)


def held(access):
    """The claims that are not withdrawn: agent, incarnation and process."""
    latest = {message.key(): message.value() for message in read(access, "agents")}
    found = [records().decode("AgentRecord", value) for value in latest.values() if value is not None]
    return sorted((claim["agent"], claim["incarnation"], claim["process"]) for claim in found)


def test_an_agent_without_claims_is_claimed_as_wanted(access):
    one = claims(access, "one")
    assert one.free({0: 0, 3: 5}) == {0: 0, 3: 5}
    assert one.claim({0: 0, 3: 5}) == {0: 0, 3: 5}
    assert one.replaced() is None
    assert held(access) == [(0, 0, "one"), (3, 5, "one")]


def test_a_later_claim_is_above_the_earlier_one_and_withdraws_it(access):
    one, two = claims(access, "one"), claims(access, "two")
    one.claim(one.free({0: 0}))
    assert two.claim(two.free({0: 0})) == {0: 1}
    assert held(access) == [(0, 1, "two")]


def test_of_two_claims_of_one_incarnation_the_first_wins(access):
    one, two = claims(access, "one"), claims(access, "two")
    free_for_one, free_for_two = one.free({0: 0}), two.free({0: 0})
    assert free_for_one == free_for_two == {0: 0}
    assert one.claim(free_for_one) == {0: 0}
    assert two.claim(free_for_two) == {0: 1}


def test_the_owner_notices_a_claim_of_another_process(access):
    one, two = claims(access, "one"), claims(access, "two")
    one.claim({0: 0, 1: 0})
    two.claim(two.free({1: 0}))
    while (other := one.replaced()) is None:
        pass
    assert (other["agent"], other["process"]) == (1, "two")


def test_claims_of_another_policy_and_of_the_wrong_key_are_ignored(access):
    other = Claims(access, "runner", "three")
    other.claim({0: 7})
    claim = {"policyId": "walker", "agent": 0, "incarnation": 9, "fromSequence": -1, "process": "four"}
    forged = records().encode("AgentRecord", claim | {"bookmarkOffset": -1, "bookmarkSequence": -1})
    producer = access.producer()
    producer.produce(access.topic("agents"), forged, "walker/1/abc", partition=0)
    producer.flush()
    assert claims(access, "one").free({0: 0}) == {0: 0}


def test_the_largest_incarnation_may_be_claimed_again(access):
    one, two = claims(access, "one"), claims(access, "two")
    assert one.claim({0: LARGEST_INCARNATION}) == two.claim(two.free({0: 0})) == {0: LARGEST_INCARNATION}
