# The pages of client and candidate.
