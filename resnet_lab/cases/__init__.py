"""Blocks with one mistake in them, to be found: practice in reading and testing, without points. The blocks are none of the exercises'."""
