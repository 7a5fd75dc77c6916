"""Inference: which values functions without annotations take and give, as far as reading proves it."""
