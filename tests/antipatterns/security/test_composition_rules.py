"""Which passwords a policy accepts: those attackers guess first, and a passphrase."""

from collections.abc import Callable

from pydantic import SecretStr, TypeAdapter, ValidationError
from zxcvbn_rs_py import zxcvbn

from antipatterns.security import composition_rules as wrong
from app.core.passwords import is_guessable
from app.users.schemas import NewPassword

COMMON = ["Passw0rd!", "P@ssw0rd", "Password1!", "Qwerty123!", "Welcome1!"]
FOUR_WORDS = "tulip orbit candle fjord"


def accepts(policy: TypeAdapter[SecretStr], password: str) -> bool:
    """Return whether the policy validates this password."""
    try:
        policy.validate_python(password)
    except ValidationError:
        return False
    return True


def test_common_passwords_pass_and_a_passphrase_fails(
    measured: Callable[[str], None],
) -> None:
    policy: TypeAdapter[SecretStr] = TypeAdapter(wrong.NewPassword)

    accepted = [password for password in COMMON if accepts(policy, password)]

    most = max(zxcvbn(password).guesses for password in accepted)
    passphrase = zxcvbn(FOUR_WORDS).guesses_log10
    assert accepted == COMMON
    assert not accepts(policy, FOUR_WORDS)
    assert most < 10**6 < 10**15 < 10**passphrase
    measured(
        f"It accepts {', '.join(accepted)}, which take {most:,} guesses at most, and"
        f" refuses “{FOUR_WORDS}”, which takes more than 10 to the 15th."
    )


def test_shop_policy_refuses_common_passwords() -> None:
    policy: TypeAdapter[SecretStr] = TypeAdapter(NewPassword)

    assert not any(accepts(policy, password) for password in COMMON)
    assert all(is_guessable(password * 2) for password in COMMON)
    assert accepts(policy, FOUR_WORDS)
    assert not is_guessable(FOUR_WORDS)
