"""Concrete evaluation: the quick way where all that a rule asks for is known and no reading is open.

The symbolic evaluator beside this package explores possible worlds; most duties have one only. Here the same
expressions are compiled into plain tests on values and integer days. Whatever is not known raises ``Unsettled``, and
the duty is then evaluated symbolically. What is decided here is verdict, reason, bearer and due date alone; whoever
asks for more gets it from the symbolic evaluator, which thereby confirms what was decided here.
"""
