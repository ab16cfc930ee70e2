"""For who writes an exercise: what follows from its file, and how well derived answers to it are judged and named. No student needs it."""
