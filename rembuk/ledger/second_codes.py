"""What somebody else calls the accounts of a book: an inspector's worksheet, a bank, a federation.

No rule gives every account a number: SAK EP (Permenkop UKM 2/2024) names the lines of statements,
and each office has a list of its own. So the codes are data that a book is given, each with whose
it is. They are not hashed, and nothing is worked out with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.ledger.models import Account, Book
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor

CODE_LONGEST, SOURCE_LONGEST = 24, 120


@transaction.atomic
def give(book: Book, codes: Mapping[str, str], *, source: str, by: Actor, at: datetime) -> int:
    """Give accounts another code each, all from one source; "" takes an account's away.

    Returns how many changed. Errors: Refused, naming the account, and then nothing is changed.
    """
    source = " ".join(source.split())
    if not source or len(source) > SOURCE_LONGEST:
        raise Refused(
            _("Say in at most %(most)s letters whose codes these are.") % {"most": SOURCE_LONGEST}
        )
    book.take_turn()
    rows = Account.objects.of(book.village).filter(book=book, code__in=codes)
    accounts = {account.code: account for account in rows}
    changed = []
    for code, second in codes.items():
        account = accounts.get(code)
        _must_be(account, code, second)
        assert account is not None
        now = (second, source if second else "")
        if (account.second_code, account.second_source) != now:
            account.second_code, account.second_source = now
            changed.append(account)
    if changed:
        Account.objects.bulk_update(changed, ["second_code", "second_source"])
        audit.record(
            village=book.village, verb="ledger.coded", subject=book, subject_name=book.group.name,
            by=by, at=at, changes=[("second_codes", None, len(changed)), ("source", None, source)],
        )  # fmt: skip
    return len(changed)


def _must_be(account: Account | None, code: str, second: str) -> None:
    if account is None:
        raise Refused(_("The book has no account %(account)s. Mend that line.") % {"account": code})
    if account.parent_id is not None:
        raise Refused(
            _("Account %(account)s is a member's. Write the code beside the account above it.")
            % {"account": code}
        )
    if len(second) > CODE_LONGEST or not second.isprintable() or second != second.strip():
        raise Refused(
            _("Write the second code of %(account)s with at most %(most)s letters and digits.")
            % {"account": code, "most": CODE_LONGEST}
        )
