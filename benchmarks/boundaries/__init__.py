"""How near the proposed boundaries come to the splits that owners really made.

``python -m benchmarks.boundaries --cases DIR --sources DIR [--json FILE] [--seeds N] [--ablation] [--stability] [--only NAME ...]``
"""
