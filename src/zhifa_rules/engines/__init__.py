"""Engines: what executes the core of the norms."""
