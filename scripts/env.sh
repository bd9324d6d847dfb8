# Shared by ./run and ./test: the virtual environment, installed from hashed lock files.
# Sourced by bash, never run. Leaves the caller in the project's folder with $PY set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=${REMBUK_VENV:-.venv}
PY=$VENV/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1
unset PYTHONDONTWRITEBYTECODE # without its compiled files Python reads all of Django anew at each start

say() { printf '%s\n' "$*"; }

stop_with() { # a sentence for people: what happened, what to do
  printf '\n%s\n' "$*" >&2
  exit 1
}

stop_where_read_only() { # the environment and the compiled catalogues stand beside the code
  [ -w . ] || stop_with "Folder $PWD hanya dapat dibaca. Salin dulu ke folder milik Anda, lalu jalankan lagi dari sana.
(This folder can only be read. Copy it to a folder of your own first, then run the command there.)"
}

checksum() { cat -- "$@" | sha256sum | cut -d' ' -f1; }

find_python() { # prints the first Python that is new enough
  local name
  for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$name"
      return
    fi
  done
  stop_with "Python 3.11 atau lebih baru belum ada. Pasang dulu, misalnya: apt-get install python3 python3-venv
(Python 3.11 or newer is not here yet. Install it first, as above.)"
}

make_venv() {
  local base
  base=$(find_python)
  "$PY" -m pip --version >/dev/null 2>&1 && return # a half-made one is made again
  say "Menyiapkan lingkungan Python di $VENV ... (Python environment)"
  "$base" -m venv --clear "$VENV" || stop_with "Lingkungan Python belum dapat dibuat. Di Debian: apt-get install python3-venv
(The Python environment could not be made. On Debian, install python3-venv.)"
}

install_lock() { # install_lock base|dev: exactly what the lock says, wheels only, hashes checked
  local lock=requirements/$1.lock
  local flags=(--require-hashes --only-binary ':all:' -r "$lock")
  "$PY" -m pip install -q --require-hashes --only-binary ':all:' -r requirements/uv.lock || true
  if [ -x "$VENV/bin/uv" ]; then
    "$PY" -m uv pip install -q --no-config --system-certs --python "$PY" "${flags[@]}" && return
    say "uv tidak berhasil, dicoba dengan pip. (uv did not manage; trying pip.)"
  fi
  "$PY" -m pip install -q "${flags[@]}" || stop_with "Paket belum terpasang semua. Periksa sambungan internet, lalu jalankan lagi perintah yang sama.
(Not every package could be installed. Check the connection, then run the same command again.)"
}

link_command() { # .venv/bin/rembuk, without building a package; works in a folder with spaces
  local packages
  packages=$("$PY" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  # Escaped to ASCII: a plain path with an accent stops every Python that starts with LC_ALL=C.
  "$PY" -c 'import os; print(f"import sys; sys.path.append({ascii(os.getcwd())})")' >"$packages/rembuk.pth"
  cat >"$VENV/bin/rembuk" <<'SH'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m rembuk "$@"
SH
  chmod +x "$VENV/bin/rembuk"
}

prepare_venv() { # prepare_venv base|dev: nothing to do while lock and folder are the same
  local stamp=$VENV/.$1.installed wanted
  wanted="$(checksum "requirements/$1.lock" requirements/uv.lock) $(pwd)"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || ! "$PY" -c "" 2>/dev/null; then
    stop_where_read_only
    make_venv
    say "Memasang paket dari requirements/$1.lock ... (installing packages)"
    install_lock "$1"
    link_command
    printf '%s\n' "$wanted" >"$stamp"
  fi
  "$PY" -m rembuk.project.catalogues compile
}
