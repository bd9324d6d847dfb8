"""An import contract for every room at once: urls > views > forms > subjects > models.

import-linter's own "layers" would need one contract for each room and one line for each new file.
Here a file's name tells its place, so a new room or subject is in the contract from its first day.
Among the subjects of one room the order is free, but they may not run in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

# Highest first. What is not named here is a subject; apps.py and management stand above all.
PLACES = ("apps", "urls", "views", "forms", "SUBJECT", "models")
SUBJECT = PLACES.index("SUBJECT")
TOP = frozenset({"apps", "management", "urls"})
LEFT_OUT = frozenset({"tests", "migrations"})


def place_of(part: str) -> int:
    """Return how low a part of a room stands: 0 is the top."""
    if part in TOP:
        return 0
    return PLACES.index(part) if part in PLACES else SUBJECT


class RoomOrder(Contract):
    """Inside each room, imports go down only, and subjects know no circles.

    `beneath_models` lists the parts that models themselves stand on, such as
    "villages.permissions": they are as low as models in every respect.
    """

    type_name = "room_order"
    beneath_models = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import between two parts of the same room."""
        root = self.session_options["root_packages"][0]
        named = cast("list[str] | None", self.beneath_models)  # a field turns into its value
        low = {f"{root}.{name}" for name in named or []}
        breaches: list[str] = []
        circles: list[list[str]] = []
        for room in sorted(graph.find_children(root)):
            parts = dict(_parts_entered(graph, room))
            for importer, entered in sorted(parts.items()):
                for other in sorted(entered):
                    if _place(importer, low) > _place(other, low):
                        breaches.append(f"{importer} may not import {other}")
            circles.extend(_circles(parts))
        return ContractCheck(
            kept=not breaches and not circles,
            metadata={"lines": breaches + [" -> ".join(circle) for circle in circles]},
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each breach."""
        for line in check.metadata["lines"]:
            output.print_error(f"- {line}")


def _place(part: str, low: set[str]) -> int:
    return len(PLACES) if part in low else place_of(part.rpartition(".")[2])


def _parts_entered(graph: ImportGraph, room: str) -> Iterator[tuple[str, set[str]]]:
    """For each part of a room, the other parts of that room it imports directly."""
    parts = {part for part in graph.find_children(room) if part.rpartition(".")[2] not in LEFT_OUT}
    for part in parts:
        modules = {part, *graph.find_descendants(part)}
        entered = {
            other
            for other in parts - {part}
            for module in modules
            if graph.find_modules_directly_imported_by(module)
            & {other, *graph.find_descendants(other)}
        }
        yield part, entered


def _circles(parts: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield one circle for each part that can reach itself through the smallest names first."""
    seen: set[str] = set()

    def walk(part: str, path: list[str]) -> Iterator[list[str]]:
        if part in path:
            yield [*path[path.index(part) :], part]
            return
        if part in seen:
            return
        for other in sorted(parts.get(part, ())):
            yield from walk(other, [*path, part])
        seen.add(part)

    for part in sorted(parts):
        yield from walk(part, [])
