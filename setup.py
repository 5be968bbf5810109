"""The one thing that pyproject.toml cannot say: packages from two directories, ``src`` and ``rules``."""

from setuptools import find_packages, setup

setup(packages=[*find_packages("src"), "zhifa_rules_packs"])
