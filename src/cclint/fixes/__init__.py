"""Repairs: found by what the analysis knows, made as changes of exact regions of text, proved by analysing the program again.

A *change* is a repair that is tried; `candidates` knows them all, in the order in which regulators prefer them. `proof` holds the
repaired program against the one before; what does not hold is dropped. `writing` gives files their encoding and line ends back.
"""
