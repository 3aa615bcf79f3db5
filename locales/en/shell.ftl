# The frame of the staff's pages.

nav-label = Main
nav-home = Home
nav-calendar = Calendar
nav-pipeline = Pipeline
nav-candidates = Candidates
nav-jobs = Jobs
nav-clients = Clients
nav-settings = Settings
nav-account = Your account
skip-to-content = Skip to the content
sign-out = Sign out
person-menu = Account of { $name }
theme-label = Appearance
theme-system = As the system
theme-light = Light
theme-dark = Dark
zone-shown = Times are shown in { $zone }. Change it
zone-title = Time zone
zone-search = City or zone
zone-example = Type a city: Tokyo, New York …
zone-follow = Use this computer’s zone
palette-open = Go to … (Ctrl K)
palette-title = Go to
palette-label = Where to?
palette-example = Type the name of a page …
connection-lost = Connection lost. Trying again …
