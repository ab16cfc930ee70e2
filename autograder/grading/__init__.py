"""One file, one verdict: read, mend, run, judge."""
