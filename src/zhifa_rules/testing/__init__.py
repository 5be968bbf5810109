"""Testing packs: example cases as data beside the rules, and the runner that checks them."""

from zhifa_rules.testing.case_files import KINDS, Case, read_cases
from zhifa_rules.testing.cases import CaseResult, Coverage, coverage, run_case, run_cases

__all__ = ["KINDS", "Case", "CaseResult", "Coverage", "coverage", "read_cases", "run_case", "run_cases"]
