"""Text from clients: what can be stored, and what shows as it is written."""

from pydantic import AfterValidator, SecretStr

# No controls (PostgreSQL stores no NUL), no line or paragraph separators, and nothing
# that turns the direction of what stands after it.
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"
MANY_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"


def require_unicode(secret: SecretStr) -> SecretStr:
    """Refuse half a surrogate pair, which JSON can spell and no encoding can write.

    Pydantic sees to it for text that has a pattern, not for secrets.
    """
    try:
        secret.get_secret_value().encode()
    except UnicodeEncodeError as error:
        raise ValueError("not valid Unicode") from error
    return secret


Unicode = AfterValidator(require_unicode)
