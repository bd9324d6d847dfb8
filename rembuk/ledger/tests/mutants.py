"""Money bugs known from other projects, each put into a copy of the ledger: the tests must kill it.

`make mutants` (ONLY=word for some) prints which were killed, by what, and the score. A mutant is a
small change of text; test_mutants.py holds that each still applies. The tests that are about its
file come first and the long ones last; the first that fails is enough. The tables are made once,
of the sound code, which has to pass all tests before any bug is put in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.ready import READY

ROOT = Path(__file__).resolve().parents[3]
LEDGER = "rembuk/ledger"
COPIED = ("rembuk", "tests", "scripts", "conftest.py", "pyproject.toml")
READY_FILE = "ready.sqlite3"
BROKEN = ("FAILED rembuk/", "ERROR rembuk/")  # a line of the log may begin with ERROR too
SECONDS_MOST = 900  # a bug may make a loop without end


@dataclass(frozen=True)
class Mutant:
    """One bug: in which file of the ledger what text becomes what, and what it would do to people.

    `races` names those that only several writers on PostgreSQL notice.
    """

    why: str
    file: str
    old: str
    new: str
    races: bool = False


MUTANTS = (
    Mutant("a half rupiah is cut off", "posting.py", "type(move.amount_rp) is int", "True"),
    Mutant("a sum of nought is booked", "posting.py", "whole_sum and 1 <=", "whole_sum and 0 <="),
    Mutant("a floor with a tolerance that hides one rupiah", "posting.py",
           "would_hold_rp - account.held_rp >= account.floor_rp",
           "would_hold_rp - account.held_rp >= account.floor_rp - 1"),
    Mutant("a hold is not counted when money goes out", "posting.py",
           "if would_hold_rp - account.held_rp >=", "if would_hold_rp >="),
    Mutant("what is told to be free is what is reserved too", "posting.py",
           "account.own_rp - account.held_rp - account", "account.own_rp - account"),
    Mutant("the floor is looked at when money comes in only", "posting.py",
           "fell = own < 0", "fell = own > 0"),
    Mutant("the debit is added twice to the kept balance", "posting.py",
           "debit_rp=debited[code],", "debit_rp=2 * debited[code],"),
    Mutant("only the last of several movements reaches the kept balance", "posting.py",
           "credited[move.credit] += move.amount_rp", "credited[move.credit] = move.amount_rp"),
    Mutant("an account that grows on the credit side is kept the wrong way", "posting.py",
           'grows if account.normal == "D" else -grows', "grows"),
    Mutant("a day that has not come is taken", "posting.py", "if on > today:", "if on < date.min:"),
    Mutant("a day before the book is taken", "posting.py",
           "if on < turn.book.begins_on:", "if on < date.min:"),
    Mutant("a closed account takes money", "posting.py",
           "account.closed_on and account.closed_on < plan.on.isoformat()", "account.pk < 0"),
    Mutant("a control account takes money past its members", "posting.py",
           "if account is None or account.is_control:", "if account is None:"),
    Mutant("an entry is taken back twice", "posting.py",
           "if Entry.objects.of(book.village).filter(reverses=entry).exists():",
           "if entry.sequence < 0:"),
    Mutant("taking back is taken back", "posting.py",
           "if entry.reverses_id is not None:", "if entry.sequence < 0:"),
    Mutant("taking back lands in the closed month", "posting.py",
           "if not state_of(book, day).takes_entries:\n        day = today",
           "if entry.sequence < 0:\n        day = today"),
    Mutant("taking back moves the same way once more", "posting.py",
           "Move(move.credit.code, move.debit.code,", "Move(move.debit.code, move.credit.code,"),
    Mutant("the second receipt has the first one's number", "posting.py",
           "    turn.receipt_no += 1\n", "    turn.receipt_no = turn.receipt_no or 1\n"),
    Mutant("the receipt series starts anew after an entry without paper", "posting.py",
           "_next_receipt(turn) if plan.receipt else None", "_next_receipt(turn)"),
    Mutant("what an earlier line of a sheet took out is there again for the next", "writing.py",
           "self.accounts[code].own_rp += own_rp", "self.accounts[code].own_rp += 0"),
    Mutant("a closed month is open to a sheet", "writing.py",
           'f"{day.isoformat()[:7]}-01" in self.closed', "day is None"),
    Mutant("all lines of a sheet are the first part of the request", "posting.py",
           "part=signed.part + number", "part=0"),
    Mutant("two tellers lose an update: no lock on the book", "writing.py",
           "if _has_locks():", "if False:", races=True),
    Mutant("two who close a month close it twice, and past what is written meanwhile", "months.py",
           "    period.book.take_turn()\n", "", races=True),
    Mutant("the value date is left out of the hash", "chain.py",
           '        f"value_on {facts.value_on.isoformat()}\\n"\n', ""),
    Mutant("the checker is left out of the hash", "chain.py",
           '        f"checker {_plain(facts.checker)}\\n"\n', ""),
    Mutant("the amount is left out of the hash", "chain.py",
           "{move.credit} {move.amount_rp} ", "{move.credit} "),
    Mutant("the party is left out of the commitment", "chain.py",
           "(salt, memo, party, _plain(resident_id))", "(salt, memo, _plain(resident_id))"),
    Mutant("a back-dated entry is missing from an old trial balance", "checkpoints.py",
           "UNION ALL {_pairs(LATE, sign=signs[1])}", "UNION ALL {_pairs(LATE, sign='+0 * ')}"),
    Mutant("a trial balance leaves out what moved since the month end", "trial.py",
           "debit + debits.get(account, 0), credit +", "debit, credit +"),
    Mutant("a back-dated entry is missing from an old balance of a busy account", "checkpoints.py",
           "{signs[1]} coalesce(({late}), 0)", ""),
    Mutant("what was dated back is added where it is too much", "checkpoints.py",
           '"+" if known > mark.sequence else "-"', '"+"'),
    Mutant("the days after a month end are taken off", "checkpoints.py",
           '"+" if on > mark.until else "-"', '"-"'),
    Mutant("a month end forgets its last day", "checkpoints.py",
           "yield after - timedelta(days=1)", "yield after - timedelta(days=2)"),
    Mutant("the day after a month end counts twice", "checkpoints.py",
           '"ledger_movement m WHERE m.{side} = %s AND m.value_on > %s AND',
           '"ledger_movement m WHERE m.{side} = %s AND m.value_on >= %s AND'),
    Mutant("what was not known then is in the trial balance", "checkpoints.py",
           '    " AND m.sequence <= %s"\n)', '    " AND m.sequence <= %s + 1"\n)'),
    Mutant("a unit's trial balance holds what moved in other units", "checkpoints.py",
           'OF_UNIT = f"{BETWEEN} AND m.unit = %s"', 'OF_UNIT = f"{BETWEEN} AND m.unit >= %s"'),
    Mutant("the card of a unit holds lines of other units", "statements.py",
           'AND sequence <= %s AND unit = %s")', 'AND sequence <= %s AND unit >= %s")'),
    Mutant("a saver gets her floor while she is below it", "mending.py",
           "- held.get(account.pk, 0) >= (floor_rp or 0)", "- held.get(account.pk, 0) >= -(10**9)"),
    Mutant("a balance forgets its last day", "balances.py",
           "= %s AND value_on <= %s", "= %s AND value_on < %s"),
    Mutant("what was known on a day grows when the clock is set back after it", "ends.py",
           'later.filter(recorded_at__lte=now).order_by("sequence")',
           'later.filter(recorded_at__lte=now).order_by("-sequence")'),
    Mutant("one line of the year 2030 hides what is written after it", "ends.py",
           "later.filter(recorded_at__lte=now)", "later"),
    Mutant("a clock set back makes a month's first closing its last", "months.py",
           "earlier.next_id()", "id_after(0)"),
    Mutant("without kept balances what is reserved may be spent", "reading.py",
           "Purse(balances.balance(box), pending.held(box.book).get(box.pk, 0))",
           "Purse(balances.balance(box), 0)"),
    Mutant("closing is not the next opening: the first day is in both", "statements.py",
           "before = period.first - timedelta(days=1)", "before = period.first"),
    Mutant("closing is not the next opening: what came is left out of the closing", "statements.py",
           "return self.opening_rp + (", "return self.opening_rp - ("),
    Mutant("the second page of a statement begins where the first did", "statements.py",
           "before += _net(account, _page(rows, 0, skip), of_account)", "before += 0"),
    Mutant("a line of the past is told to be taken back by one nobody knew", "statements.py",
           "+later.sequence <= %s", "later.sequence <= %s + 1000000"),
    Mutant("a journal of the past holds what nobody knew", "statements.py",
           '" AND sequence <= %s"\n    )\n    return _moves',
           '" AND sequence <= %s + 1000000"\n    )\n    return _moves'),
    Mutant("the check does not look at what month ends hold", "checks.py",
           "_forgotten(mark) for mark in marks", "_forgotten(mark) for mark in ()"),
    Mutant("a closing begins at month ends that nobody proved", "proven.py",
           "head or GENESIS)) != proof_then", "head or GENESIS)) == ''"),
    Mutant("a closing walks past what was there early of the month it closes", "checks.py",
           "min(since.sequence, later - 1) if later", "since.sequence if later"),
    Mutant("a closing does not look at what was decided since the last one", "checks.py",
           "Q(resolution__isnull=True) | Q(resolution__at__gte=since) | later",
           "Q(resolution__isnull=True)"),
    Mutant("a closing begins where an earlier month is open", "months.py",
           "is_proven and set(left_open) == {one.first for one in along}", "is_proven"),
    Mutant("an approval survives an edit", "pending.py",
           "not is_as_asked(pending):", "False:"),
    Mutant("what was not read is approved", "pending.py",
           "if asked_hash != pending.asked_hash or", "if"),
    Mutant("one person asks and approves", "pending.py",
           "if by.user is None or by.user.pk == pending.maker_id:", "if by.user is None:"),
    Mutant("decided twice", "pending.py",
           "if Resolution.objects.of(pending.village).filter(pending=pending).exists():",
           "if pending.pk is None:"),
    Mutant("approved after it had waited too long", "pending.py",
           "if today > pending.expires_on:", "if today < date.min:"),
    Mutant("let go a day too early", "pending.py", "expires_on__lt=today", "expires_on__lte=today"),
    Mutant("refused, and the money stays reserved", "pending.py",
           "    _release(pending)\n    outcome =", "    outcome ="),
    Mutant("half of what was reserved is freed", "pending.py",
           'F("held_rp") - hold.amount_rp', 'F("held_rp") - hold.amount_rp // 2'),
    Mutant("nothing is reserved for the other side", "pending.py",
           "sign = 1 if account.normal == Account.Side.DEBIT else -1", "sign = 1"),
    Mutant("December never ends", "../lib/dates.py",
           "date(day.year + day.month // 12, day.month % 12 + 1, 1)",
           "date(day.year + 1, day.month % 12 + 1, 1)"),
    Mutant("a month closes without its beginning", "months.py",
           "if one.state != State.CLOSING:", "if one.state == State.SEALED:"),
    Mutant("a closed month still takes entries", "months.py",
           "in {State.OPEN, State.CLOSING}", "in {State.OPEN, State.CLOSING, State.CLOSED}"),
    Mutant("a month opens again without a reason", "months.py",
           "REASON_LENGTH_MIN = 5", "REASON_LENGTH_MIN = 0"),
    Mutant("a seal leaves out the last day", "sealing.py",
           "until = month_end(period.first)",
           "until = month_end(period.first).replace(day=27)"),
    Mutant("a seal does not say the credits", "chain.py",
           "{debit_rp} {credit_rp}", "{debit_rp}"),
    Mutant("an export turns a movement round", "export.py",
           "chain.Move(m.debit.code, m.credit.code, m.amount_rp, m.unit) for m",
           "chain.Move(m.credit.code, m.debit.code, m.amount_rp, m.unit) for m"),
    Mutant("hledger is told a rupiah less", "export.py",
           "IDR -{m.amount_rp}", "IDR -{m.amount_rp - 1}"),
    Mutant("a form sent twice is done twice", "../villages/commands.py",
           "found.fetchone() is None", "found is not None"),
    Mutant("other content under a key that was used is taken for the first",
           "../villages/commands.py", "if command.payload_hash != asked:", "if not asked:"),
    Mutant("money out of just the limit needs no second person", "../cash/lines.py",
           "money.way == Way.OUT and money.amount_rp >= book.limit_rp",
           "money.way == Way.OUT and money.amount_rp > book.limit_rp"),
    Mutant("money moved to the bank needs no second person", "../cash/moving.py",
           "return moving.amount_rp >= book.limit_rp", "return moving.amount_rp < 0"),
    Mutant("who recorded large money out takes it back herself", "../cash/lines.py",
           "if own and is_large_out(book, line):", "if own and line.number < 0:"),
    Mutant("what is missing is booked as too much", "../cash/counting.py",
           "(open_one, box) if difference_rp < 0 else (box, open_one)",
           "(open_one, box) if difference_rp > 0 else (box, open_one)"),
    Mutant("a large difference needs no second person if it is missing", "../cash/counting.py",
           "return abs(difference_rp) >=", "return difference_rp >="),
    Mutant("a day is closed on another sum than was counted", "../cash/days.py",
           "if reading.balance_of(book, chart.CASH, on=on) != count.counted_rp:",
           "if count.counted_rp < 0:"),
    Mutant("the last closed day still takes money", "../cash/days.py",
           "    if until is None or on > until:\n        return \"\"",
           "    if until is None or on >= until:\n        return \"\""),
    Mutant("one person changes the limit alone", "../cash/limits.py",
           "if by.user is None or by.user.pk == change.maker_id:", "if by.user is None:"),
    Mutant("more of a difference is explained than is open", "../cash/differences.py",
           "    check_open_still(book, plan)\n    second", "    second"),
    Mutant("the verifier lets a changed entry pass", "verify.py",
           'hexdigest() != row["head"]', 'hexdigest() == ""'),
    Mutant("the verifier does not ask for the head on paper", "verify.py",
           "if head is not None and not any(", "if head == '' and not any("),
    Mutant("the check does not compare kept balances", "checks.py",
           "if cached is None or cached[:3] !=", "if cached is None and cached[:3] !="),
    Mutant("the check does not look at seals", "checks.py",
           "return (now, head) == (told.digest, told.head)", "return bool(now)"),
    Mutant("the check does not look at how closed months ended", "checks.py",
           "return now == told.proof", "return bool(now)"),
)  # fmt: skip


def source(mutant: Mutant) -> str:
    """Return the text of the file that it changes."""
    return (ROOT / LEDGER / mutant.file).read_text("utf-8")


def room_of(file: str) -> str:
    """Return the room whose tests look for a bug in a file: its own, if money moves there."""
    return "cash" if file.startswith("../cash/") else "ledger"


def tests_for(file: str, copy: Path) -> list[str]:
    """Return the files of tests: first those named after a file, then those that speak of it."""
    stem = Path(file).stem

    def far(test: Path) -> tuple[bool, bool, str]:
        return stem not in test.stem, stem not in test.read_text("utf-8"), test.name

    found = (copy / "rembuk" / room_of(file) / "tests").glob("test_*.py")
    return [str(test.relative_to(copy)) for test in sorted(found, key=far)]


def failing(copy: Path, *, file: str = "", races: bool = False) -> str:
    """Run the ledger's tests against the copy; the first that fails, or nothing."""
    tests = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    tests += ["--hypothesis-profile=mutants", *tests_for(file, copy)]
    if races:
        runs = [[str(copy / "scripts" / "postgres"), "run", *tests, "-k", "races"]]
    else:
        others = "not races and not mutants"
        runs = [[*tests, "-k", others, "-m", mark] for mark in ("not slow", "slow")]
    return next(filter(None, (_first(run, copy) for run in runs)), "")


def _first(run: list[str], copy: Path) -> str:
    """Run tests; returns the first that fails, or nothing."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", READY: str(copy / READY_FILE)}
    try:
        done = subprocess.run(
            run, cwd=copy, capture_output=True, text=True, check=False, env=env,
            timeout=SECONDS_MOST,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"no end after {SECONDS_MOST} s"
    first = [line for line in done.stdout.splitlines() if line.startswith(BROKEN)]
    assert (done.returncode == 0) == (first == []), done.stdout + done.stderr
    assert all("::" in line for line in first), f"nothing was tested: {done.stdout}"
    return first[0].split(" - ")[0].rsplit("/", 1)[-1] if first else ""


def killed_by(mutant: Mutant, copy: Path) -> str:
    """Put the bug into the copy and run the tests; the first test that fails, or nothing."""
    file = copy / LEDGER / mutant.file
    sound = file.read_text("utf-8")
    file.write_text(sound.replace(mutant.old, mutant.new), "utf-8")
    try:
        return failing(copy, file=mutant.file, races=mutant.races)
    finally:
        file.write_text(sound, "utf-8")


def copied(folder: Path) -> None:
    """Copy what the tests need, and make the tables once."""
    for name in COPIED:
        whole, target = ROOT / name, folder / name
        if whole.is_dir():
            shutil.copytree(whole, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(whole, target)
    made = [sys.executable, "-m", "tests.ready", str(folder / READY_FILE)]
    subprocess.run(made, cwd=folder, check=True)


def main(words: list[str]) -> int:
    """Try each and print the score. Returns 1 if one lives."""
    chosen = [one for one in MUTANTS if all(word in f"{one.file} {one.why}" for word in words)]
    alive: list[Mutant] = []
    with tempfile.TemporaryDirectory(prefix="rembuk-mutants-") as folder:
        copy = Path(folder)
        copied(copy)
        for file, races in {(f"../{room_of(one.file)}/", one.races) for one in chosen}:
            assert not (fails := failing(copy, file=file, races=races)), f"without any bug: {fails}"
        for mutant in chosen:
            began = time.monotonic()
            by = killed_by(mutant, copy)
            alive += [] if by else [mutant]
            _say(f"{time.monotonic() - began:5.0f} s  {told(mutant)}: {by or 'LIVES'}")
    _say(f"{len(chosen) - len(alive)} of {len(chosen)} killed")
    for mutant in alive:
        _say(f"LIVES: {told(mutant)}")
    return 1 if alive else 0


def told(mutant: Mutant) -> str:
    """Name a bug and its file."""
    return f"{mutant.file}: {mutant.why}"


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- a command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
