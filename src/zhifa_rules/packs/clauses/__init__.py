"""Splitting the text of a regulation into its clauses, each with the hash that the ledger keeps (S12).

A clause is identified by its position: ``26.1.3`` is the third item of the first paragraph of article 26; in a text of
points, a point is an article. What the text prints in front of it (``第二十六条``, ``（三）``) is kept beside, since
printed numbers can be wrong. The hash is taken over the clause's own words alone, so that a new layout, other page
breaks or other brackets do not change it.
"""
