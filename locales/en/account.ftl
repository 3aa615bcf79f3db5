# Accounts and settings.

account-name = Name
account-email = Mail address
account-password = Password
account-password-new = New password
account-password-present = Present password
account-zone = Time zone
account-title = Your account
account-profile = Profile
account-zone-hint = Mails to you name times in this zone.
account-password-change = Password
account-password-action = Change password
account-sessions = Signed in
account-sessions-text = { $count ->
    [one] You are signed in here and nowhere else.
   *[other] You are signed in on { $count } devices or browsers.
}
account-sign-out-everywhere = Sign out everywhere
password-hint = At least 10 characters. A few unrelated words are easy to remember and hard to guess.

set-up-title = Welcome to Agendum
set-up-intro = This installation is empty. Set up your organisation and your own account; you will be its administrator.
set-up-organisation = Organisation
set-up-action = Set up

sign-in-title = Sign in
sign-in-action = Sign in
sign-in-forgot = Forgot your password?
sign-in-reset = Your new password is set. Sign in with it.

forgot-title = Forgot your password?
forgot-intro = We send you a mail with a link to set a new one. It holds for one hour.
forgot-action = Send the link
forgot-sent = If there is an account with this address, a mail is on its way. Look into the spam folder, too.
forgot-back = Back to sign in

reset-title = Set a new password
reset-intro = For { $email }. You will be signed out everywhere.
reset-action = Set the password
reset-over = This link holds no longer: it was used already, or its hour is over.
reset-again = Ask for a new link

invitation-title = Your invitation
invitation-intro = { $organisation } invites you to Agendum as { $role }. You will sign in with { $email }.
invitation-action = Accept and sign in
invitation-over = This invitation holds no longer: it was accepted already, taken back, or its seven days are over. Ask whoever invited you for a new one.

role-administrator = Administrator
role-recruiter = Recruiter
role-coordinator = Coordinator
role-hiring-manager = Hiring manager
role-interviewer = Interviewer

settings-title = Settings
settings-organisation = Organisation
settings-name-hint = Clients and candidates read it in mails and on their pages.
settings-zone-hint = Used where a visitor's own zone is not known.
settings-clock = Clock
settings-clock-twelve = 2:30 PM
settings-clock-twenty-four = 14:30
settings-week-start = Weeks begin on
settings-administrators-only = Only administrators change these.

colleagues-title = Colleagues
colleagues-role = Role
colleagues-role-of = Role of { $name }
colleagues-change-role = Change
colleagues-state = State
colleagues-actions = Actions
colleagues-actions-for = More for { $name }
colleagues-link = This link opens the invitation once. It is shown only now; older links no longer hold.
colleagues-link-label = Invitation link
colleague-me = (you)
colleague-creator = set this installation up
colleague-active = Active
colleague-invited = Invited
colleague-expired = Invitation expired
colleague-deactivated = Deactivated
colleague-resend = Send the invitation again
colleague-copy = Get a link to copy
colleague-revoke = Take the invitation back
colleague-deactivate = Deactivate
colleague-activate = Activate again
invite-title = Invite a colleague
invite-action = Invite

saved-profile = Your profile is saved.
saved-channels = Your channels are saved.
saved-reminders = The reminders are saved; interviews that are planned already follow.
saved-password = Your password is changed. Other devices are signed out.
saved-organisation = The organisation is saved.
saved-invited = The invitation is on its way.
saved-revoked = The invitation is taken back.
saved-role = The role is changed.
saved-active = Done.
saved-activated = The account is active again.
saved-deactivated = The account is deactivated.

messages-title = Messages
messages-none = Every message was sent.
messages-off = No mail server is configured (smtp.url): messages wait until there is one.
messages-to-folder = Mails are written into a folder, not sent: that is how the demo and trials are set up.
messages-more = The first of { $count } messages that were not sent.
messages-to = To
messages-subject = Message
messages-state = State
messages-actions = Actions
messages-failed = Not delivered
messages-bounced = Came back
messages-waits = Waits
messages-tried = { $count ->
    [one] Tried once
   *[other] Tried { $count } times
}
messages-sent = Sent
messages-superseded = Replaced by a newer one
messages-next = Next try: { $at }
messages-retry = Try again
messages-retry-for = Try again: the message to { $name }
messages-retried = It is tried again now.
undelivered-failed = { $count ->
    [one] 1 message could not be delivered.
   *[other] { $count } messages could not be delivered.
}
undelivered-held-up = { $count ->
    [one] 1 message waits for longer than it should: the mail server or gateway does not take it.
   *[other] { $count } messages wait for longer than they should: the mail server or gateway does not take them.
}
undelivered-off = { $count ->
    [one] 1 message waits: no mail server is configured.
   *[other] { $count } messages wait: no mail server is configured.
}
undelivered-see = See which

channels-title = How you are told
channels-text = Invitations, changes and reminders always come by mail. Besides:
channels-by-teams = Microsoft Teams
channels-by-teams-hint = A card in the channel of your organisation.
channels-no-teams = Not available: no webhook is configured (teams.webhook_url).
channels-by-text = Text message
channels-by-text-hint = To the number below.
channels-no-text = Not available: no gateway is configured (text.url).
channels-phone = Telephone
channels-phone-hint = With its country code, such as +49 170 1234567.

reminders-title = Reminders
reminders-times = Times before an interview
reminders-times-hint = Divided by commas, such as 24 h, 1 h. Empty: no reminders.
reminders-text = Everybody who comes is reminded, in the own time zone. Nothing is sent after a cancellation or for a time that no longer stands.
reminders-form-times = Times after an interview, for a missing form
reminders-form-times-hint = Whoever has not submitted the interview form is asked for it, such as after 2 h, 24 h. Empty: nobody is.
messages-by-text = text message
messages-by-teams = Teams
