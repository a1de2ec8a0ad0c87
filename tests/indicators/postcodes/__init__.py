"""Tests of the lookup of postcodes. The postcodes are invented: ZZ99 is set aside for those that no place has."""
