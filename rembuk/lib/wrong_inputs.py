"""Inputs of a formula that have no answer: a fixed code, and a sentence that says what to write.

The sentences are Indonesian, whoever asks: that is the contract of `rembuk calc` (docs/calc.md).
"""

from __future__ import annotations

from typing import Any

SAYS = {
    "bad_json": 'Tulis satu objek JSON, misalnya {{"amount": 10000}}.',
    "unknown_kind": "Hitungan {kind} tidak dikenal. Lihat daftarnya dengan: rembuk calc --list",
    "missing_field": "Isi {field}: masukan ini perlu.",
    "bad_value": "Periksa {field}: tulis {wanted}.",
}


class Wrong(Exception):
    """Inputs that have no answer: a fixed code, a sentence, and what else the contract names."""

    def __init__(self, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.more = code, message, more

    def told(self) -> dict[str, Any]:
        """Return the answer in place of a result."""
        return {"error": self.code, "message": self.message, **self.more}


def bad_json() -> Wrong:
    """Say that the inputs are no JSON object."""
    return Wrong("bad_json", SAYS["bad_json"].format())


def unknown_kind(kind: object) -> Wrong:
    """Say that no formula has this name."""
    return Wrong("unknown_kind", SAYS["unknown_kind"].format(kind=str(kind)[:40]))


def bad_value(field: str, wanted: str) -> Wrong:
    """Say what belongs into a field."""
    return Wrong("bad_value", SAYS["bad_value"].format(field=field, wanted=wanted), field=field)
