#!/usr/bin/env bash
# The tools that cannot live beside the engine's pins, in .venv/tools; does nothing when they are there already.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=$(sha256sum < requirements-tools.txt | cut -d' ' -f1)
[ -x .venv/tools/bin/python ] && [ -f .venv/tools/.installed ] && [ "$(cat .venv/tools/.installed)" = "$wanted" ] && exit 0
.venv/bin/python -m venv --without-pip --clear .venv/tools
VIRTUAL_ENV="$PWD/.venv/tools" .venv/bin/uv pip install -q --require-hashes -r requirements-tools.txt 2>.venv/.uv.log \
  || .venv/bin/python -m pip --python .venv/tools/bin/python install -qq --disable-pip-version-check --require-hashes -r requirements-tools.txt
echo "$wanted" > .venv/tools/.installed
