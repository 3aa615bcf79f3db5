# Clients, jobs, candidates.
