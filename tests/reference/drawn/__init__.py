"""Drawing rule packs of every form and construct of the language, and histories that make their rules work.

Everything is drawn from a ``Dice``: a generator of random numbers with a seed, or the draws of Hypothesis. A pack is
written as the data of its files and read by the loader that reads every other pack.
"""
