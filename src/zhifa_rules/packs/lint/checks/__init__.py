"""The checks of the linter, one module each.

Every module has the same parts: ``ID``, the name in a report; ``FINDS``, what it finds in one sentence; and
``check``, which gives the problems of a pack.
"""
