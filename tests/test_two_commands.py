"""./run and ./test: what they say to a person, and that they stop what they started."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rembuk.project import keys
from scripts.gates import Gate, Runner

ROOT = Path(__file__).resolve().parent.parent


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "run", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["halo"], 'tidak mengenal "halo"'),
        (["8000", "--cepat"], 'tidak mengenal "--cepat"'),
        ([""], 'tidak mengenal ""'),
        (["0"], "antara 1 dan 65535"),
        (["70000"], "antara 1 dan 65535"),
    ],
)
def test_a_wrong_word_gets_a_sentence(words, sentence):
    answer = run(*words)
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert answer.stdout == ""


def test_a_port_in_use_is_said_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run(str(port))
    assert answer.returncode == 1
    assert f"./run {port + 1}" in answer.stderr


@pytest.mark.parametrize("script", ["run", "test"])
def test_help_lists_every_form(script):
    answer = subprocess.run([ROOT / script, "--help"], capture_output=True, text=True, check=True)
    assert f"./{script} --setup" in answer.stdout
    assert "#" not in answer.stdout


def test_python_starts_in_a_folder_with_an_accent_whatever_the_language(tmp_path):
    house = tmp_path / "Désa kita"
    (house / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "env.sh", house / "scripts")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", house / ".venv"], check=True)
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    subprocess.run(
        ["bash", "-c", ". scripts/env.sh; link_command"], cwd=house, env=plain, check=True
    )
    asked = [house / ".venv/bin/python", "-c", "import sys; print(ascii(sys.path))"]
    for language in ("C", "C.UTF-8"):
        known = subprocess.run(
            asked, env={**plain, "LC_ALL": language}, capture_output=True, text=True, check=True
        ).stdout
        assert ascii(str(house)) in known


def test_keys_are_made_once_for_the_owner_only(tmp_path):
    file = tmp_path / "var" / "keys.env"
    assert keys.make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = file.read_text()
    assert not keys.make(file)
    assert file.read_text() == first
    assert len({line.split("=", 1)[1] for line in first.splitlines()}) == len(keys.NAMES)


def test_a_key_in_the_environment_goes_before_the_file(tmp_path, monkeypatch):
    file = tmp_path / "keys.env"
    file.write_text("REMBUK_SECRET_KEY=file=\nREMBUK_HASH_KEY=file\nPATH=/nowhere\n\nnonsense\n")
    monkeypatch.setenv("REMBUK_SECRET_KEY", "mine")
    monkeypatch.delenv("REMBUK_HASH_KEY", raising=False)
    path = os.environ["PATH"]
    keys.load(file)
    assert os.environ["REMBUK_SECRET_KEY"] == "mine"
    assert os.environ.pop("REMBUK_HASH_KEY") == "file"
    assert os.environ["PATH"] == path, "only our three keys come from the file"
    keys.load(tmp_path / "absent")


def gate(program: str) -> Gate:
    return Gate("one", (sys.executable, "-c", program), "do this")


def test_a_gate_that_stops_somebody_shows_its_words_and_what_to_do(capsys):
    runner = Runner()
    runner.quiet((gate("print('all is well')"), gate("print('look here'); exit(3)")))
    assert runner.verdict() == 1
    said = capsys.readouterr().out
    assert "look here" in said
    assert "do this" in said
    assert "all is well" not in said


def test_gates_that_pass_end_with_zero(capsys):
    runner = Runner()
    runner.quiet((gate("pass"),))
    runner.skipped.append("the moon")
    assert runner.verdict() == 0
    assert "the moon" in capsys.readouterr().out


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_the_gates_started_ends_with_them(tmp_path, how):
    sleeper = (
        "import os, pathlib, time;"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()));"
        "time.sleep(60)"
    )
    program = (
        "import sys; from scripts import gates\n"
        f"sleep = gates.Gate('s', (sys.executable, '-c', {sleeper!r}), '')\n"
        "gates.quiet_gates = lambda runner, *_: runner.quiet((sleep,))\n"
        "gates.listen_to_signals()\n"
        "sys.exit(gates.main([]))"
    )
    runner = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.1)
    runner.send_signal(how)
    assert runner.wait(20) == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
