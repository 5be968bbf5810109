"""A deliberately naive reference evaluator: the definitions read over the whole history, one complete world at a time.

It keeps no state, compiles nothing and is slow. Of the library it shares the records (facts, dossiers, register), the
calendar and the norms as data; everything that an engine decides is decided here a second time. Where it and the
native engine disagree, one of them or the definition is wrong.
"""
