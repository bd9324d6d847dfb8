"""A backup with a passphrase: whole to who has it, and of no use to anybody else."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.project import locking, passphrases
from rembuk.project.locking import A_PIECE, HEAD, TAG

PASSPHRASE = "empat kambing di bawah asam"
CHEAP = 10  # what a try costs is not what is tested here
A_PIECE_LOCKED = A_PIECE + TAG


@contextmanager
def opened(file: Path, passphrase: str = PASSPHRASE):
    with locking.reading(file, ask=lambda: passphrase) as inside:
        yield inside


def locked(file: Path, content: bytes) -> Path:
    with locking.writing(file, passphrase=PASSPHRASE, cost=CHEAP) as out:
        out.write(content)
    return file


def told(file: Path) -> bytes:
    with opened(file) as inside:
        return inside.read()


@pytest.mark.parametrize("size", [0, 1, A_PIECE - 1, A_PIECE, A_PIECE + 1, 3 * A_PIECE])
def test_what_was_locked_opens_again(tmp_path, size):
    content = bytes(n % 251 for n in range(size))
    file = locked(tmp_path / "a", content)
    assert told(file) == content
    assert content[:50] not in file.read_bytes() or size < 50
    again = locked(tmp_path / "b", content)
    assert file.read_bytes()[HEAD:] != again.read_bytes()[HEAD:], "each file has a salt of its own"


def test_it_is_read_from_anywhere(tmp_path):
    content = bytes(n % 251 for n in range(2 * A_PIECE + 500))
    with opened(locked(tmp_path / "a", content)) as inside:
        for begin in (2 * A_PIECE - 3, 7, A_PIECE, len(content) - 1, len(content), 0):
            inside.seek(begin)
            assert inside.read(10) == content[begin : begin + 10]
        assert inside.seek(-5, io.SEEK_END) == len(content) - 5


def test_a_file_without_a_lock_is_read_as_it_is(tmp_path):
    file = tmp_path / "a.zip"
    with locking.writing(file, passphrase=None) as out, zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "b")

    def nobody() -> str:
        raise AssertionError("nobody is asked")

    with locking.reading(file, ask=nobody) as inside:
        assert zipfile.ZipFile(inside).read("a") == b"b"


def test_another_passphrase_and_a_short_one_are_said(tmp_path):
    file = locked(tmp_path / "a.zip", b"x")
    for typed in ("", "empat kambing di bawah asan", PASSPHRASE.upper()):
        with pytest.raises(Refused, match=r"tidak membuka a\.zip"), opened(file, typed):
            pass
    short = locking.writing(tmp_path / "b", passphrase="kambing1234")
    with pytest.raises(Refused, match="sedikitnya 12"), short:
        pass
    assert not (tmp_path / "b").exists()


def test_a_letter_typed_in_two_ways_is_one(tmp_path):
    """A telephone writes e and its accent as one sign, an older computer as two."""
    with locking.writing(tmp_path / "a", passphrase="caf\u00e9 di tepi kali", cost=CHEAP) as out:
        out.write(b"x")
    with opened(tmp_path / "a", "cafe\u0301 di tepi kali") as inside:
        assert inside.read() == b"x"


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    content = bytes(n % 251 for n in range(3 * A_PIECE + 700))
    return locked(tmp_path_factory.mktemp("whole") / "a", content).read_bytes()


@given(data=st.data())
@given_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_bit_anywhere_is_refused(data, whole, tmp_path):
    where = data.draw(st.integers(0, len(whole) - 1) | st.integers(0, HEAD + 20))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = bytearray(whole)
    changed[where] ^= bit
    file = tmp_path / "a"
    file.write_bytes(changed)
    if where < len(locking.MAGIC):  # no locked file any more, and no backup either
        with pytest.raises(zipfile.BadZipFile), opened(file) as inside:
            zipfile.ZipFile(inside)
        return
    with pytest.raises(Refused, match=r"tidak membuka|terpotong"):
        told(file)


def pieces(whole: bytes) -> list[bytes]:
    rest = whole[HEAD:]
    return [rest[n : n + A_PIECE_LOCKED] for n in range(0, len(rest), A_PIECE_LOCKED)]


# What somebody did to the pieces of a file of four.
MOVED = {
    "two swapped": lambda p: [p[1], p[0], *p[2:]],
    "the last one moved": lambda p: [*p[:2], p[3], p[2]],
    "one left out": lambda p: [p[0], *p[2:]],
    "one twice": lambda p: [p[0], *p],
    "the last one cut off": lambda p: p[:-1],
    "the last one cut short": lambda p: [*p[:-1], p[-1][:-1]],
    "part of a seal left": lambda p: [*p[:-1], p[-1][: TAG - 1]],
    "a seal left of nothing": lambda p: [*p[:-1], p[-1][:TAG]],
    "all cut off": lambda p: [],
    "something added": lambda p: [*p, b"x"],
    "another end": lambda p: [*p, p[-1]],
}


@pytest.mark.parametrize("how", MOVED)
def test_pieces_that_were_moved_or_cut_off_are_refused(whole, tmp_path, how):
    file = tmp_path / "a"
    file.write_bytes(whole[:HEAD] + b"".join(MOVED[how](pieces(whole))))
    with pytest.raises(Refused, match="terpotong"):
        told(file)


def test_a_piece_of_another_file_is_refused(whole, tmp_path):
    other = pieces(locked(tmp_path / "b", b"x" * (3 * A_PIECE + 700)).read_bytes())
    mixed = [other[0], *pieces(whole)[1:]]
    (tmp_path / "a").write_bytes(whole[:HEAD] + b"".join(mixed))
    with pytest.raises(Refused, match="terpotong"):
        told(tmp_path / "a")


@pytest.mark.parametrize("length", [len(locking.MAGIC), HEAD - 1, HEAD, HEAD + TAG - 1])
def test_a_beginning_alone_is_refused(whole, tmp_path, length):
    (tmp_path / "a").write_bytes(whole[:length])
    with pytest.raises(Refused, match="terpotong"):
        told(tmp_path / "a")


def test_memory_does_not_grow_with_the_file(tmp_path):
    file, block = tmp_path / "a", bytes(1 << 20)

    def most(megabytes: int) -> int:
        tracemalloc.start()
        with locking.writing(file, passphrase=PASSPHRASE, cost=CHEAP) as out:
            for _number in range(megabytes):
                out.write(block)
        with opened(file) as inside:
            while inside.read(A_PIECE):
                pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(24) < most(4) * 1.1
    assert file.stat().st_size > 4 << 20


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (["empat kambing putih", "empat kambing putih"], "empat kambing putih"),
        (["empat kambing putih", "empat kambing hitam"], "berbeda"),
    ],
)
def test_who_sits_there_types_a_new_one_twice_and_is_asked_once(monkeypatch, typed, outcome):
    signs = iter(typed)
    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(signs))
    ask = passphrases.asked_once(is_new=True)
    if outcome not in typed:
        with pytest.raises(Refused, match=outcome):
            ask()
        return
    assert (ask(), ask()) == (outcome, outcome)


class Keyboard(io.StringIO):
    """Somebody sits at it."""

    def isatty(self) -> bool:
        return True
