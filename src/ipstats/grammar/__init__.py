"""Grammar: one vocabulary for sentences, headers and cells: words, numbers, times, ranks, names of indicators."""
