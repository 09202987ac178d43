# /// bad
# ast-grep = ["SEC-018"]
# harm = "tests/antipatterns/security/test_composition_rules.py::test_common_passwords_pass_and_a_passphrase_fails"
# right = "examples/shop/app/users/schemas.py"
# ///
"""A password policy made of composition rules."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

CLASSES = [re.compile(text) for text in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")]
MIN_LENGTH = 8


def require_all_classes(password: SecretStr) -> SecretStr:
    """Require 8 characters, with both cases, a digit and a symbol."""
    text = password.get_secret_value()
    if len(text) < MIN_LENGTH or not all(each.search(text) for each in CLASSES):
        raise ValueError("use 8 characters with both cases, a digit and a symbol")
    return password


NewPassword = Annotated[SecretStr, AfterValidator(require_all_classes)]
