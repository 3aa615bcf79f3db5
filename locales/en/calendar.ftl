# The week grid.
