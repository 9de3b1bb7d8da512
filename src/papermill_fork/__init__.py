"""A papermill engine that runs each notebook in a process forked from a warmed one (`README.md`)."""
