"""The linter: what is wrong with a pack although it loads, with the place and the cure.

``lint_path`` also reports what keeps a pack from loading. Each check is a short module of ``checks``.
"""

from zhifa_rules.packs.lint.problem import LintProblem, Severity
from zhifa_rules.packs.lint.registry import all_checks, lint_pack, lint_path

__all__ = ["LintProblem", "Severity", "all_checks", "lint_pack", "lint_path"]
