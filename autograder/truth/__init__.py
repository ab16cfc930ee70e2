"""What is right, in float64: the challenge, the oracle, its rounding bounds and its slope. It never sees an answer."""
