"""Scripts that run in a fresh process each and print one dictionary.

Those that only time an import or a first answer import nothing of `benchmarks`.
"""
