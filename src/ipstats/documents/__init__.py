"""Documents: the bytes of a file become blocks of text and grids of cells with exact offsets, one module a format."""
