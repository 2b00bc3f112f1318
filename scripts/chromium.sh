#!/usr/bin/env bash
# The page is tested in a real browser: Debian's chromium, installed when it is missing and we may.
set -euo pipefail
command -v chromium >/dev/null && exit 0
echo "Henter browseren til sidens tests (pakken chromium) ..."
sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo -n"
if ! { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium; } >/dev/null 2>&1; then
  echo "Browseren chromium mangler og kunne ikke installeres: kør »apt-get install chromium«." >&2
  exit 1
fi
