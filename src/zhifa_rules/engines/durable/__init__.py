"""The second engine: durable-rules, inside the envelope in which it is right.

durable-rules crashes, loses facts and misreads absence outside a narrow form of rules. What keeps a program inside it:

==== ============================================================================ ==============================
G1   the last join of a pattern is written twice                                  ``canonical``, ``patterns``
G2   firings are pulled from the C module; no host, thread, callback or event     ``driver``
G3   a boot rule fires in every new session                                       ``rails``, ``driver``
G4   absence comes last, after the as-of fact; that is asserted last, then taken  ``patterns``, ``rails``,
     back; what a stratum reads was concluded before it; firings count once       ``driver``
G5   no alternatives in a pattern; they become rules                              ``patterns``, ``canonical``
G6   one fact at a time; the return code tells whether it was taken for another   ``driver``
G7   own short ids; ids, fields and aliases whose hashes are equal are refused    ``identifiers``, ``limits``
G8   one session at a time; it is deleted, then the rules, then memory given back ``driver``, ``memory``
G9   facts have what rules look at, and one kind of value in each field           ``facts``, ``kinds``
G10  programs stay inside the fixed sizes of the engine's tables                  ``limits``, ``patterns``
G11  text is compared for equality only; dates are day numbers                    ``kinds``
G12  one thread in a child process, under a time limit, and facts are counted     ``process``, ``child``
==== ============================================================================ ==============================
"""
