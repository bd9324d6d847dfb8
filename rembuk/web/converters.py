"""Address parts: a village is written /desa/{kecamatan}/{desa}/."""


class VillageSlug:
    """Matches 'way-jepara/jepara' as one value."""

    regex = "[a-z0-9-]+/[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        """Return the slug as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the slug as it is kept with the village."""
        return value
