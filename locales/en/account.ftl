# Accounts and settings.
