"""A document becomes observations: its text cut into blocks, the figures of prose and tables read, corrections applied."""
