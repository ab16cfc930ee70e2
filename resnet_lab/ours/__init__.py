"""A small network that we trained, of the reference's lines: what it computes, and the student's own network with its weights."""
