"""How a file is laid out: the portal's own table, a Fingertips download, or a sheet made by hand."""
