#!/usr/bin/env bash
# Known vulnerabilities of every locked package (pip-audit asks the package index, then OSV). Needs one of the two; without them it
# checks nothing and says so: docs/vulnerabilities.md then tells what was known when it was written.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/tools.sh || { echo "pip-audit could not be installed" >&2; exit 2; }
answer=$(mktemp); trap 'rm -f "$answer"' EXIT
for service in pypi osv; do
  # --strict: a package that the service does not know counts as a failure, not as safe.
  timeout 300 .venv/tools/bin/pip-audit -r requirements.txt --require-hashes --disable-pip --strict --progress-spinner off -s "$service" >"$answer" 2>&1
  code=$?
  if [ $code -eq 0 ] || grep -qE '^Found [0-9]+ known vulnerabilit' "$answer"; then cat "$answer"; exit $code; fi
done
echo "Not checked: no service with known vulnerabilities can be reached from here (asked the package index and OSV)." >&2
echo "$(grep -c '==' requirements.txt) packages are locked with hashes; what was known of them on the day of writing stands in docs/vulnerabilities.md." >&2
exit 2
