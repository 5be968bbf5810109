"""The built-in rule packs, one directory per jurisdiction; read through ``importlib.resources``."""
