#!/bin/sh
# Check the example year of Enshi and print the report. The example holds violations, so exit code 1 is right here.
cd "$(dirname "$0")/.." || exit 2
code=0
"$PYTHON" -m zhifa_rules check examples/enshi/history.jsonl --pack enshi --as-of 2025-12-31 "$@" || code=$?
case $code in
  1) echo; echo "Exit code 1: violations were found, as they should be in this example." ;;
  *) echo "The example should report violations (exit code 1), but the check ended with $code." >&2; exit 2 ;;
esac
