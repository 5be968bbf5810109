"""Rule packs: loading them, and what they say of instruments, open questions and clauses."""

from zhifa_rules.packs.loader import builtin_packs, load_pack
from zhifa_rules.packs.pack import Pack, Rule

__all__ = ["Pack", "Rule", "builtin_packs", "load_pack"]
