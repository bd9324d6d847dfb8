"""Entries and their movements: what can only be added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.ledger.models.books import Account, Book
from rembuk.ledger.models.letters import MadeOf
from rembuk.lib.ids import new_id
from rembuk.lib.money import MOST_RP
from rembuk.villages.models import Village, VillageRow
from rembuk.villages.models.rows import RowId


class Entry(VillageRow):
    """One business event, booked as a whole, linked to the entry before it by its hash.

    Three times: `sequence` is the order of the book, without gaps; `value_on` the day it counts
    for; `claimed_at` what the device's clock said, for information. `receipt_no` is a second
    series without gaps, for those entries that give a paper. `lines` is how many movements it has:
    none can be added later.

    What it says in words, and about whom, is beside the chain, so that it can be erased. The chain
    holds only a commitment, sha256 of salt, memo, party and resident; once the words and the salt
    are emptied, nobody can find them from it (UU 27/2022 art. 43).
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"salt": "", "memo": "", "party": ""}
    compared_by: ClassVar[dict[str, str]] = {
        "book_id": "ledger_entry_not_before_the_book",
        "reverses_id": "ledger_entry_reverses_one_of_its_book",
    }

    # Each index is one more place to write to, and each key one more to look up: those that
    # nobody reads by, or that another one proves (the village is the book's), are left out.
    id = RowId(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries", db_index=False)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    value_on = models.DateField()
    recorded_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    receipt_no = models.PositiveIntegerField(null=True)
    request_id = models.UUIDField()
    part = models.PositiveSmallIntegerField(default=0)
    lines = models.PositiveSmallIntegerField()
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by", db_index=False
    )
    commitment = models.CharField(max_length=64)
    previous_head = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    format = models.PositiveSmallIntegerField(default=1)
    salt = models.CharField(max_length=32, blank=True)
    memo = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=120, blank=True)
    resident_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "sequence"], name="ledger_entry_sequence_once"),
            # Numbered ones alone, and not only to keep it small: of the indexes of a book one is
            # left for its order (guards.py).
            models.UniqueConstraint(
                fields=["book", "receipt_no"],
                condition=Q(receipt_no__isnull=False),
                name="ledger_entry_receipt_no_once",
            ),
            models.UniqueConstraint(
                fields=["request_id", "part"], name="ledger_entry_one_outcome_a_request"
            ),
            # Of those alone that take something back: by far most entries stay out of its index.
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="ledger_entry_taken_back_once",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="ledger_entry_sequence_from_one"
            ),
            models.CheckConstraint(
                condition=Q(receipt_no__isnull=True) | Q(receipt_no__gte=1),
                name="ledger_entry_receipt_no_from_one",
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True)
                | (Q(maker__isnull=False) & ~Q(checker=F("maker"))),
                name="ledger_entry_two_different_people",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")),
                name="ledger_entry_does_not_reverse_itself",
            ),
            models.CheckConstraint(condition=Q(lines__gte=1), name="ledger_entry_moves_something"),
            models.CheckConstraint(condition=Q(format=1), name="ledger_entry_format_known"),
            models.CheckConstraint(
                condition=~Q(kind="") & Q(MadeOf("kind", "A-Z0-9_.")),
                name="ledger_entry_kind_is_one_word",
            ),
        ]
        indexes = [
            # For what is told about a person; most entries are about nobody.
            models.Index(
                fields=["resident_id"], name="ledger_entry_of_a_resident",
                condition=Q(resident_id__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"entry {self.sequence}"


class Movement(VillageRow):
    """One debit account, one credit account, one sum: it cannot be out of balance.

    Book, sequence and value date repeat the entry's, which a trigger holds them to, so that a
    balance at any pair of times is one walk along an index.
    """

    append_only = True
    compared_by: ClassVar[dict[str, str]] = {
        "entry_id": "ledger_movement_repeats_its_entry",
        "book_id": "ledger_movement_repeats_its_entry",
        "debit_id": "ledger_movement_debits_an_open_account_of_its_book",
        "credit_id": "ledger_movement_credits_an_open_account_of_its_book",
    }

    id = RowId(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="movements", db_index=False
    )
    book = models.ForeignKey(
        Book, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    sequence = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    value_on = models.DateField()
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="debits", db_index=False
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="credits", db_index=False
    )
    amount_rp = models.BigIntegerField()
    unit = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "position"], name="ledger_movement_place_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_rp__gte=1) & Q(amount_rp__lte=MOST_RP),
                name="ledger_movement_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="ledger_movement_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=Q(MadeOf("unit", "A-Za-z0-9_.")), name="ledger_movement_unit_is_one_word"
            ),
        ]
        indexes = [
            # All that a statement or a balance reads of one account.
            models.Index(
                fields=["debit", "value_on", "sequence", "amount_rp"], name="ledger_movement_debits"
            ),
            models.Index(
                fields=["credit", "value_on", "sequence", "amount_rp"],
                name="ledger_movement_credits",
            ),
            # All that a trial balance reads of one book, day by day.
            models.Index(
                fields=["book", "value_on", "sequence", "debit", "credit", "amount_rp"],
                name="ledger_movement_days",
            ),
            # Which units a book has; most books have none, and write nothing here.
            models.Index(
                fields=["book", "unit"], condition=Q(unit__gt=""), name="ledger_movement_units"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}.{self.position}"
