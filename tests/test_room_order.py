"""The contract that orders the files of every room, on small houses made for it."""

from __future__ import annotations

import pytest
from grimp import ImportGraph

from scripts.room_order import RoomOrder


def house(*imports: str) -> ImportGraph:
    """Build a graph from lines such as "views > forms", all in one room."""
    graph = ImportGraph()
    for name in ("house", "house.kitchen"):
        graph.add_module(name)
    for line in imports:
        importer, imported = (f"house.kitchen.{name}" for name in line.split(" > "))
        for module in (importer, imported):
            parts = module.split(".")
            for end in range(3, len(parts) + 1):
                graph.add_module(".".join(parts[:end]))
        graph.add_import(importer=importer, imported=imported)
    return graph


def check(graph: ImportGraph, **options: object) -> list[str]:
    contract = RoomOrder(
        name="rooms", session_options={"root_packages": ["house"]}, contract_options=options
    )
    result = contract.check(graph, verbose=False)
    assert result.kept == (not result.metadata["lines"])
    return list(result.metadata["lines"])


@pytest.mark.parametrize(
    "imports",
    [
        ["urls > views", "views > forms", "forms > soup", "soup > models"],
        ["views.meals > soup", "views.meals > forms"],
        ["apps > cards", "management.commands.cook > soup"],
        ["soup > bread"],
        ["tests.test_soup > views", "tests.test_soup > models"],
        ["models.pots > models.lids"],
    ],
)
def test_imports_that_go_down_are_fine(imports):
    assert check(house(*imports)) == []


@pytest.mark.parametrize(
    "breach",
    [
        "views > urls",
        "forms > views",
        "soup > forms",
        "soup > views.meals",
        "models.pots > soup",
        "models > forms",
        "soup > apps",
    ],
)
def test_an_import_that_goes_up_is_named(breach):
    importer, imported = (name.split(".")[0] for name in breach.split(" > "))
    assert check(house(breach)) == [
        f"house.kitchen.{importer} may not import house.kitchen.{imported}"
    ]


def test_subjects_may_not_run_in_a_circle():
    k = "house.kitchen."
    found = check(house("soup > bread", "bread > flour", "flour > soup"))
    assert found == [f"{k}bread -> {k}flour -> {k}soup -> {k}bread"]


def test_what_models_stand_on_is_lower_than_models():
    graph = house("models > measures")
    assert check(graph) == ["house.kitchen.models may not import house.kitchen.measures"]
    assert check(graph, beneath_models=["kitchen.measures"]) == []
    upward = house("measures > soup")
    assert check(upward, beneath_models=["kitchen.measures"]) == [
        "house.kitchen.measures may not import house.kitchen.soup"
    ]
