# The frame of the staff's pages.
