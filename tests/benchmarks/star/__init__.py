"""What a console for six booths costs, and how quick it is: ``python -m tests.benchmarks.star``."""
