# Home, pipeline, calendar, client pages as staff see them.

# Sharing a client's page.
share-title = The client's link
share-back = Back to the job
share-sent = Sent { $when } to { $who }
share-opened = Opened { $when }
share-not-opened = Not opened yet
share-answered = Answered { $when } by { $who }
share-not-answered = Not answered yet
share-link = The link
share-link-live = The link holds until { $until }.
share-link-expired = The link has expired.
share-link-revoked = The link was revoked.
share-link-none = No link was made yet.
share-copy = Copy link
share-copied = The link is on the clipboard.
share-copy-by-hand = The browser does not let us copy. The link stands below.
share-resend = Send the mail again
share-resent = The mail with a fresh link is on its way.
share-revoke = Revoke links
share-revoke-title = Revoke all links of this page?
share-revoke-question = Nobody can open the page by a link sent before. You can send a fresh one.
share-revoked = The links open nothing any more.

# The calendar.
calendar-title = Calendar
calendar-today = Today
calendar-previous = Earlier
calendar-next = Later
calendar-turn = Dates
calendar-view = View
calendar-list = List
calendar-day = Day
calendar-week = Week
calendar-month = Month
calendar-month-grid = Interviews of the month
calendar-more = { $count } more
calendar-print = Print
calendar-grid = Interviews
calendar-interview = Interview
calendar-busy = { $name } busy
calendar-cut = There are more interviews than are shown. Choose a job, a client or a person.
calendar-nothing = No interviews in these days
calendar-nothing-text = Interviews stand here as soon as candidates have picked a time.
calendar-job = Job
calendar-client = Client
calendar-person = Person
calendar-zone = Time zone
calendar-any = All
calendar-apply = Apply
calendar-all = Show all

# One interview.
interview-title = Interview
interview-back = Calendar
interview-reason = Reason: { $reason }
interview-candidate = Candidate
interview-job = Job
interview-client = Client
interview-place = Where
interview-people = People
interview-open = Open as a page
interview-page = The client's page
interview-move = Move
interview-move-title = Move the interview
interview-move-hint = Everybody in it gets an updated invitation.
interview-moved = Moved. Everybody is told.
interview-no-slots = No time suits everybody. Ask the client for more windows.
interview-date = Date
interview-time = Time ({ $zone })
interview-choose-date = Choose a date
interview-choose-time = Choose a time
interview-cancel = Cancel interview
interview-cancel-title = Cancel the interview with { $name }?
interview-cancel-reason = Why? Everybody in it reads this.
interview-cancelled = Cancelled. Everybody is told.
person-candidate = candidate
person-contact = client
person-attendee = interviewer
person-organiser = organiser

# Times that people ask for.
proposal-move = Move there
proposal-moved = Moved to the time asked for. Everybody is told.
proposal-refused = It can not be moved there:
proposal-taken = the time is not free
blocker-too-soon = that is too soon
blocker-too-late = that is further ahead than interviews are arranged
blocker-off-grid = interviews begin every { $minutes } minutes, not at that time
blocker-not-willing = { $name } is not available then
blocker-busy = { $name } is busy then
blocker-busy-with = { $name } is busy then ({ $title })
blocker-daily-cap = { $name } has as many interviews on that day as are taken

# Text messages to a candidate.
consent-title = Text messages
consent-yes = Can be told by text message, at { $number }.
consent-no_gateway = No text messages: this installation has no gateway for them (text.url).
consent-no_phone = No text messages: there is no telephone number.
consent-no_country_code = No text messages: the number lacks its country code (+49 …).
consent-no_consent = No text messages: the candidate has not agreed to them for this number.
consent-given = Agreed on { $date } to { $phone }, noted by { $by }.
consent-withdrawn = Withdrawn on { $date }.
consent-note = Note consent
consent-withdraw = Note withdrawal
consent-noted = Noted.
consent-always-mail = Mail is always sent.
