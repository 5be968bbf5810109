#!/bin/sh
# Check the example year of Enshi and print the report. The example holds violations, so exit code 1 is right here.
# Where durable-rules is installed, it confirms every finding that it can examine; a disagreement would end with 2.
cd "$(dirname "$0")/.." || exit 2
code=0 engine=native
if "$PYTHON" -c 'import durable_rules_engine' 2>/dev/null; then engine=both; fi
"$PYTHON" -m zhifa_rules check examples/enshi/history.jsonl --pack enshi --as-of 2025-12-31 --engine "$engine" "$@" || code=$?
case $code in
  1)
    echo
    case $engine in
      both) echo "Checked with both engines, which agree." ;;
      *) echo "Checked with the native engine alone: durable-rules is not installed here." ;;
    esac
    echo "Exit code 1: violations were found, as they should be in this example."
    ;;
  *) echo "The example should report violations (exit code 1), but the check ended with $code." >&2; exit 2 ;;
esac
