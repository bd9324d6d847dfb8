"""When a message may come: 07.00 to 20.00 by the clock of where the person is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

FROM_HOUR, UNTIL_HOUR = 7, 20

# Where Indonesians work, and the clock there. A large country has the clock of most of them.
ZONES = {
    "AE": "Asia/Dubai", "AU": "Australia/Sydney", "BH": "Asia/Bahrain", "BN": "Asia/Brunei",
    "CA": "America/Toronto", "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "FJ": "Pacific/Fiji",
    "GB": "Europe/London", "HK": "Asia/Hong_Kong", "HU": "Europe/Budapest", "IT": "Europe/Rome",
    "JO": "Asia/Amman", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "KW": "Asia/Kuwait",
    "LB": "Asia/Beirut", "MO": "Asia/Macau", "MV": "Indian/Maldives", "MY": "Asia/Kuala_Lumpur",
    "NL": "Europe/Amsterdam", "NZ": "Pacific/Auckland", "OM": "Asia/Muscat",
    "PG": "Pacific/Port_Moresby", "PL": "Europe/Warsaw", "QA": "Asia/Qatar",
    "RO": "Europe/Bucharest", "SA": "Asia/Riyadh", "SG": "Asia/Singapore", "TH": "Asia/Bangkok",
    "TR": "Europe/Istanbul", "TW": "Asia/Taipei", "US": "America/New_York",
    "ZA": "Africa/Johannesburg",
}  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """What time it is for a person, and whether a message may come now."""

    local: datetime
    zone: str
    awake: bool
    known: bool


def clock_of(country: str, *, at: datetime, home: str) -> Clock:
    """Read the clock of a country (ISO 3166 alpha-2; '' is home, whose zone is `home`)."""
    zone = ZONES.get(country, home) if country else home
    local = at.astimezone(ZoneInfo(zone))
    return Clock(
        local=local,
        zone=zone,
        awake=FROM_HOUR <= local.hour < UNTIL_HOUR,
        known=not country or country in ZONES,
    )
