"""Limits of client text: no control or direction characters (SEC-009)."""

from pydantic import AfterValidator, SecretStr

# No control characters (PostgreSQL stores no NUL), no line or paragraph separators, and
# no characters that change the direction of the text after them.
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"
MANY_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"


def require_unicode(secret: SecretStr) -> SecretStr:
    """Refuse half a surrogate pair, which JSON can hold and no encoding can write.

    Pydantic does so for text with a pattern, not for a `SecretStr`.
    """
    try:
        secret.get_secret_value().encode()
    except UnicodeEncodeError as error:
        raise ValueError("not valid Unicode") from error
    return secret


Unicode = AfterValidator(require_unicode)
