"""Tokens of restarted processes, at processes that still have the step before."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

from antipatterns.runbooks import new_key_first as wrong
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken, AccessTokens
from patterns.runbooks import key_rotation as right

OLD, NEW = "2026-10", "2026-11"
KEYS = {OLD: b"o" * 32, NEW: b"n" * 32}


def process(key_ids: Sequence[str]) -> AccessTokens:
    """Return the tokens of a process that was started with these keys."""
    keys = {key_id: KEYS[key_id] for key_id in key_ids}
    return AccessTokens(keys, "issuer", "audience", timedelta(minutes=30))


def is_accepted(issuer: AccessTokens, verifier: AccessTokens) -> bool:
    try:
        verifier.read(issuer.issue(AccessToken(user_id=1, session_id=1)))
    except InvalidTokenError:
        return False
    return True


def refusals(steps: Sequence[list[str]]) -> list[tuple[list[str], list[str]]]:
    """Return each pair of issuer and verifier that fails during a restart."""
    return [
        pair
        for before, after in pairwise([[OLD], *steps])
        for pair in ((before, after), (after, before))
        if not is_accepted(process(pair[0]), process(pair[1]))
        and pair != (before, [NEW])  # its tokens have expired by then
    ]


def test_process_before_its_restart_refuses_new_tokens(
    measured: Callable[[str], None],
) -> None:
    failed = refusals(wrong.rotation_steps(OLD, NEW))

    assert failed == [([NEW, OLD], [OLD])]
    measured(
        f"A restarted process signed with {NEW}. A process that was not yet restarted "
        f"had only {OLD}, and refused {len(failed)} of 1 token."
    )


def test_no_process_refuses_a_token_during_the_restarts(
    record_property: Callable[[str, object], None],
) -> None:
    steps = right.rotation_steps(OLD, NEW)

    assert refusals(steps) == []
    lines = [
        f"{number}. signs with {step[0]}, accepts {' and '.join(sorted(step))}"
        for number, step in enumerate(steps, 1)
    ]
    record_property("shown:steps", "\n".join(lines))
