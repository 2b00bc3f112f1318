#!/usr/bin/env bash
# Make the environment in .venv fit a requirements file: ours is Python 3.10, exact versions, checked hashes.
# Asks nothing; does nothing when the environment fits already.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=$1
stamp=.venv/.installed

fail() { printf 'Knogletjek: %s\n' "$1" >&2; exit 1; }

wanted=$(cat requirements.txt | sha256sum | cut -d' ' -f1)
[ "$requirements" = requirements.txt ] || wanted="$wanted $(sha256sum < "$requirements" | cut -d' ' -f1)"
if [ -x .venv/bin/python ] && [ -f "$stamp" ] && grep -q "^$wanted" "$stamp"; then exit 0; fi

is_310() { "$@" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null; }
find_python() {
  for candidate in python3.10 python3 python; do
    if command -v "$candidate" >/dev/null && is_310 "$candidate"; then command -v "$candidate"; return; fi
  done
  if command -v pyenv >/dev/null; then
    for folder in "$(pyenv root)"/versions/3.10*; do
      if [ -x "$folder/bin/python" ] && is_310 "$folder/bin/python"; then echo "$folder/bin/python"; return; fi
    done
  fi
  if command -v uv >/dev/null; then
    uv python find 3.10 2>/dev/null || { uv python install -q 3.10 2>/dev/null && uv python find 3.10 2>/dev/null; } || true
  fi
}

free=$(df -Pm . | awk 'NR==2 {print $4}')
if [ ! -d .venv ] && [ "$free" -lt 4000 ]; then
  fail "der er kun ${free} MB ledig plads på disken. Der skal bruges omkring 4000 MB."
fi
if ! { [ -x .venv/bin/python ] && is_310 .venv/bin/python; }; then
  python=$(find_python)
  [ -n "$python" ] || fail "Python 3.10 mangler. Installér den, for eksempel med »pyenv install 3.10« eller »uv python install 3.10«."
  echo "Laver et Python-miljø i .venv ..."
  rm -rf .venv
  "$python" -m venv .venv || fail "Python-miljøet i .venv kunne ikke laves. På Debian kræver det pakken python3.10-venv."
fi
if [ ! -x .venv/bin/uv ]; then
  .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-uv.txt \
    || fail "pakkerne kunne ikke hentes. Er der forbindelse til pakkelageret, og er der plads på disken?"
fi
echo "Henter pakkerne fra $requirements (et øjeblik) ..."
# uv is quick, with the certificates that the machine trusts; where it cannot reach the package index (a proxy that only pip is
# set up for), pip does the same. The file names everything that is needed: with hashes, pip takes no extras from elsewhere.
VIRTUAL_ENV="$PWD/.venv" UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 .venv/bin/uv pip install -q --require-hashes -r "$requirements" 2>.venv/.uv.log \
  || .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$requirements" \
  || fail "pakkerne kunne ikke hentes. Er der forbindelse til pakkelageret, og er der plads på disken?"
echo "$wanted" > "$stamp"
