"""Norms: the forms in which rules are written, and the core into which they are lowered."""
