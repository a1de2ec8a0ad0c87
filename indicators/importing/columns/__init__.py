"""What one column's cells mean: areas, periods, numbers, and the words people write instead."""
