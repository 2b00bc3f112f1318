#!/usr/bin/env bash
# PostgreSQL, Redis and nginx for the tests with several processes: Debian's packages, installed when they are missing and we may.
# Only their programs are used, each on a free port of this machine (tests/services.py). Without them those tests say so and are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=$(.venv/bin/python -m tests.services 2>/dev/null || true)
[ -n "$missing" ] || exit 0
echo "Henter databaserne til testene af flere processer ($(echo $missing | tr '\n' ' ')) ..."
sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo -n"
if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1; then
  echo "Pakkerne $(echo $missing | tr '\n' ' ')mangler og kunne ikke installeres: testene af flere processer springes over." >&2
fi
