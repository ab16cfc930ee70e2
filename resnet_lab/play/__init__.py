"""The playground: a page of dials that shows recorded runs of small networks. `record` makes the runs, `page` the page; nothing is trained to read it."""
