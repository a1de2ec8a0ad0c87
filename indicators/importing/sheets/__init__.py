"""Opens a file, whatever it is, and gives the rows of its table. Refuses what no importer should open."""
