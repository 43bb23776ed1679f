"""A release and its files as parts of addresses; what is written otherwise is no address at all."""

from projects.releases.folders import FILE, NAME


class ReleaseConverter:
    """The name of a release, such as 2026-11-28 or 2026-11-28-2."""

    regex = NAME

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ReleaseFileConverter(ReleaseConverter):
    """The name of a file of a release."""

    regex = FILE
