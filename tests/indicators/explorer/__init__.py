"""Lists of indicators, the table of wards and the spine chart."""
