"""Entity tags: parsing and comparison as RFC 9110 defines them (REL-002)."""

import re
from dataclasses import dataclass
from typing import Self

WEAK = "W/"
TAG = re.compile(rf'(?:{WEAK})?"[\x21\x23-\x7e\x80-\xff]*+"')
TAG_LIST = re.compile(  # possessive quantifiers: the time grows with the length only
    rf"[ \t]*+(?:{TAG.pattern})?+[ \t]*+(?:,[ \t]*+(?:{TAG.pattern})?+[ \t]*+)*+"
)


@dataclass(frozen=True, slots=True)
class EntityTags:
    """The tags of one `If-Match` or `If-None-Match` header, or any tag (`*`)."""

    tags: frozenset[str] = frozenset()
    is_any: bool = False

    @classmethod
    def parse(cls, header: str) -> Self:
        """Parse the whole value of a header; a malformed one matches no tag."""
        if header.strip(" \t") == "*":
            return cls(is_any=True)
        if TAG_LIST.fullmatch(header) is None:
            return cls()
        return cls(frozenset(TAG.findall(header)))

    def match_strongly(self, etag: str) -> bool:
        """Compare for `If-Match`: a weak tag never matches."""
        return self.is_any or (etag in self.tags and not etag.startswith(WEAK))

    def match_weakly(self, etag: str) -> bool:
        """Compare for `If-None-Match`: caches may have weakened a tag."""
        opaque_tags = {tag.removeprefix(WEAK) for tag in self.tags}
        return self.is_any or etag.removeprefix(WEAK) in opaque_tags
