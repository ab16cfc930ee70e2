"""The right blocks, one a file, in the form of the exercises' files: from each follow its misconceptions, its words and its figure."""
