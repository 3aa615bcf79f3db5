# Home and pipeline.

pipeline-title = Pipeline
pipeline-view = View
pipeline-board = Board
pipeline-table = Table
pipeline-count = { $count ->
    [one] 1 application
   *[other] { $count } applications
}
pipeline-cut = Only the first part is shown. Narrow the filter to see the rest.
pipeline-none-filtered = No application fits these filters.
pipeline-none = No applications yet
pipeline-none-how = Add a candidate to a job and the pipeline fills by itself.
pipeline-all = Show all
pipeline-to-candidates = Go to candidates
pipeline-search = Search
pipeline-any = All
pipeline-apply = Apply
pipeline-job = Job
pipeline-client = Client
pipeline-coordinator = Coordinator
pipeline-candidate = Candidate
pipeline-stage = Stage
pipeline-next = Next interview
pipeline-waiting = Waiting for
pipeline-no-interview = No interview
pipeline-more = { $count } more in the table
pipeline-pages = Pages
pipeline-page = Page { $page } of { $pages }
pipeline-previous = Previous
pipeline-next-page = Next

stage-kind-applied = Applied
stage-kind-screen = Screen
stage-kind-interview = Interview
stage-kind-offer = Offer
stage-kind-hired = Hired

waiting-for-client = Client
waiting-for-candidate = Candidate
waiting-for-recruiter = Us
waiting-client = { $days ->
    [0] Client, since today
    [one] Client, 1 day
   *[other] Client, { $days } days
}
waiting-candidate = { $days ->
    [0] Candidate, since today
    [one] Candidate, 1 day
   *[other] Candidate, { $days } days
}
waiting-recruiter = { $days ->
    [0] Us, since today
    [one] Us, 1 day
   *[other] Us, { $days } days
}
request-presented = Presented
request-chosen = Chosen
request-invited = Invited
request-booked = Booked
request-cancelled = Cancelled
request-declined = Declined by client
request-withdrawn = Withdrawn
response-needs_action = No answer yet
response-accepted = Accepted
response-tentative = Tentative
response-declined = Declined
responses-accepted = { $accepted } of { $all } accepted
responses-declined = Somebody declined

home-title = Home
home-today = Today's interviews
home-today-none = No interviews today.
home-to-calendar = Open the calendar
home-now = Now
home-join = Join
home-waiting-recruiter = Our turn
home-waiting-client = Waiting for client
home-waiting-candidate = Waiting for candidate
home-waiting-recruiter-none = Nothing to do here.
home-waiting-client-none = No client owes an answer.
home-waiting-candidate-none = No candidate owes an answer.
home-all = Show all { $count }
