"""Address parts: a village is written /desa/{kecamatan}/{desa}/, a day 2026-11-20."""

from datetime import date


class VillageSlug:
    """Matches 'way-jepara/jepara' as one value."""

    regex = "[a-z0-9-]+/[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        """Return the slug as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the slug as it is kept with the village."""
        return value


class DayInAddress:
    """Matches a day as 2026-11-20."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; a ValueError for one that never was, which the address then is not."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Write the day as it stands in the address."""
        return value.isoformat()


class MonthInAddress:
    """Matches a month as 2026-11; the value is its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the first day of the month."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        """Write the month of a day."""
        return f"{value:%Y-%m}"
