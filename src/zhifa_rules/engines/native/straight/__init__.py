"""Straight-line evaluation: rules that are evaluated often, written out as plain Python where all is known.

The closures of the package ``concrete`` are quick to compile and slow to run. A rule that has been evaluated some
hundred times is therefore written out as one Python function, as a programmer would write it by hand, and handed to
Python's own compiler. It says what concrete evaluation says, or raises ``Unsettled``; constructs that it does not
know, such as clocks, stay with concrete evaluation. What is complied with or does not apply is not even recorded.
"""
