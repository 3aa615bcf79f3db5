# The manual within the app; its pages are in docs/manual.
help-title = Help
help-about = Help: { $topic }
help-pages = Pages of the manual
help-parts = On this page
help-topic-schedule = scheduling
help-topic-clients = working with clients
help-topic-candidates = candidates and their booking
help-topic-invitations = invitations and answers
help-topic-evaluate = evaluations
help-topic-offers = offers
help-topic-tasks = tasks
help-topic-hours = hours and busy times
help-topic-rooms = rooms
help-topic-connections = connections
help-topic-ats = applicant tracking systems
help-topic-settings = settings
