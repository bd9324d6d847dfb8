"""What the database refuses about offices, when two people appoint at the same moment.

offices.py says the same in sentences; these guards stand where a sentence came too late. One
condition each, written once for SQLite and PostgreSQL:

- `villages_officeterm_held_once`: one person, one office, one scope, one time;
- `villages_officeterm_one_seat`: a village has one head, a group one chair at a time;
- `villages_officeterm_two_people`: pairs of permissions.INCOMPATIBLE over one group.
"""

from __future__ import annotations

from collections.abc import Iterator

from rembuk.villages.permissions import INCOMPATIBLE, ONE_SEAT

TABLE = "villages_officeterm"


def _ends_before(first: str, second: str) -> str:
    """SQL: `first` is over when `second` begins; a term ended by hand leaves its last day free."""
    return (
        f"({first}.until < {second}.since"
        f" OR ({first}.until = {second}.since AND {first}.ended_at IS NOT NULL))"
    )


def _never_held(term: str) -> str:
    """SQL: the term was ended by hand on its first day."""
    return f"({term}.until = {term}.since AND {term}.ended_at IS NOT NULL)"


# NULL means without end, and NULL compared is NULL: coalesce turns that into 'not over'.
AT_ONE_TIME = " AND ".join(
    f"NOT coalesce({apart}, {{false}})"
    for apart in (
        _ends_before("t", "NEW"),
        _ends_before("NEW", "t"),
        _never_held("t"),
        _never_held("NEW"),
    )
)
SAME_SCOPE = (
    "coalesce(t.village_id, 0) = coalesce(NEW.village_id, 0)"
    " AND coalesce(t.group_id, 0) = coalesce(NEW.group_id, 0)"
    " AND coalesce(t.region_id, '') = coalesce(NEW.region_id, '')"
)


def _pairs() -> str:
    """SQL: the two offices must not meet in one person."""
    written = sorted(
        f"(t.office = '{one}' AND NEW.office = '{other}')"
        for pair in INCOMPATIBLE
        for one, other in (sorted(pair), sorted(pair, reverse=True))
    )
    return f"({' OR '.join(written)})"


def conditions() -> dict[str, str]:
    """Each guard's name and what an existing term `t` has when NEW may not stand beside it."""
    seats = ", ".join(sorted(f"'{office}'" for office in ONE_SEAT))
    return {
        f"{TABLE}_held_once": (
            f"t.user_id = NEW.user_id AND t.office = NEW.office AND {SAME_SCOPE}"
        ),
        f"{TABLE}_one_seat": f"t.office = NEW.office AND t.office IN ({seats}) AND {SAME_SCOPE}",
        f"{TABLE}_two_people": (
            f"t.user_id = NEW.user_id AND t.group_id = NEW.group_id AND {_pairs()}"
        ),
    }


def statements(*, on_postgresql: bool) -> Iterator[str]:
    """SQL that puts the three guards in place, over whatever stood there before."""
    for name, condition in conditions().items():
        at_one_time = AT_ONE_TIME.format(false="false" if on_postgresql else "0")
        apart = f"t.id <> NEW.id AND {at_one_time}"
        other = f"SELECT 1 FROM {TABLE} t WHERE {condition} AND {apart}"  # noqa: S608 -- our own words
        yield from (_postgresql if on_postgresql else _sqlite)(name, other)


def _sqlite(name: str, other: str) -> Iterator[str]:
    # Writers queue for the whole file, so what this sees is what there is.
    for suffix, event in (("i", "INSERT"), ("u", "UPDATE")):
        yield f"DROP TRIGGER IF EXISTS {name}_{suffix}"
        yield (
            f"CREATE TRIGGER {name}_{suffix} BEFORE {event} ON {TABLE} FOR EACH ROW"
            f" WHEN EXISTS ({other}) BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def _postgresql(name: str, other: str) -> Iterator[str]:
    # The lock makes appointments queue until the earlier one is committed and can be seen.
    yield f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('{TABLE}'));
          IF EXISTS ({other}) THEN
            RAISE EXCEPTION '%', TG_NAME USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
          END IF;
          RETURN NEW;
        END $$"""
    yield f"DROP TRIGGER IF EXISTS {name} ON {TABLE}"
    yield (
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {TABLE}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
