"""The formulas of this room as `rembuk calc` offers them (docs/calc.md, herds and trade)."""

from rembuk.enterprise.calc import duty, herds, trade
from rembuk.lib.calculation import Formula

KINDS: dict[str, Formula] = herds.KINDS | trade.KINDS | duty.KINDS
