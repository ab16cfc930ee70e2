"""Where submissions run: a server with everything imported, from which each submission's kernel is forked. Nothing is judged here."""
