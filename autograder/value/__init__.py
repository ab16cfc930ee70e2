"""The value of an exercise: the lines of a block or a network, once, and what follows from them. Nothing here runs a student's code."""
