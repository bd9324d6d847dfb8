"""What every row of a village has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.lib.errors import Refused
from rembuk.lib.ids import id_after, new_id

if TYPE_CHECKING:
    from rembuk.villages.models.places import Village


class Known(models.TextChoices):
    """How exactly the day is known on which something began; pages write no more than that."""

    DAY = "DAY", _("Exact day")
    MONTH = "MONTH", _("Month only")
    YEAR = "YEAR", _("Year only")
    KNOWN_BY = "KNOWN_BY", _("It lasted on that day; when it began is not known")


class VillageQuerySet(models.QuerySet["VillageRow"]):
    """Questions every tenant table can answer."""

    def of(self, village: Village) -> Self:
        """Only the rows of this village: where every read starts."""
        return self.filter(village=village)

    def next_id(self) -> int:
        """Return an id for a row that comes after these, though the clock was set back since."""
        last = self.order_by("-pk").values_list("pk", flat=True).first()
        return id_after(last or 0)


class RowId(models.BigIntegerField):
    """An id that SQLite keeps as its own number of the row: one index less to write.

    For tables that grow with every command. A plain BigIntegerField has an index beside the rows.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the exact word by which SQLite knows its own number."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type of columns that point here: as they would be for any other id."""
        return super().db_type(connection)


class VillageRow(models.Model):
    """A row that belongs to one village.

    guards.py gives each such table, in the database: a same-village check for every foreign
    key to another village row, row-level security on PostgreSQL, and, where `append_only` is
    True, a refusal of UPDATE and DELETE.
    """

    append_only: ClassVar[bool] = False
    # Field name -> the text of its empty value, for what erasing a person may empty.
    erasable: ClassVar[dict[str, str]] = {}
    # Column of a foreign key -> the room's own guard that compares the village as well. For rows
    # that are written all day and never changed: one look at the other table instead of two.
    compared_by: ClassVar[dict[str, str]] = {}

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey("villages.Village", on_delete=models.PROTECT, related_name="+")

    objects = VillageQuerySet.as_manager()

    class Meta:
        abstract = True

    def take_turn(self) -> None:
        """Wait until nobody else is changing this row, and read it anew, before a rule looks at it.

        What a page had read may be old by then: two people press the same button. Belongs inside
        a transaction, which keeps the turn. Errors: Refused if the row is gone.
        """
        village = self.village
        rows = type(self)._default_manager.select_for_update().filter(village=village)
        try:
            self.refresh_from_db(from_queryset=rows)
        except self.DoesNotExist:
            raise Refused(
                gettext("Somebody removed this a moment ago. Go back and open the list again.")
            ) from None
        self.village = village
