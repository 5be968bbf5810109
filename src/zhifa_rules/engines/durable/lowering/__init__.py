"""Lowering norms of the core into programs of durable-rules, one module per part of the core."""
