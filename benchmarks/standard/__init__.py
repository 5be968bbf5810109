"""The standard work of the benchmarks: ten rules of all forms over matters of ten events, all attributes known."""
