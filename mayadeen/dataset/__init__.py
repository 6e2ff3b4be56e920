"""A citable folder of the collection, and whether one is as it was when it was made."""
