# Mails and invitations; never sent to the browser.

mail-greeting = Hello { $name },
mail-footer = Sent by Agendum for { $organisation }.
mail-signed = Kind regards, { $name }
mail-words = { $name } writes:
mail-link-is-yours = The link is yours alone: whoever has it can answer for you.
mail-link-until = The link works once, until { $until }.

mail-presentation-subject = { $count ->
    [one] { $name } for { $job }
   *[other] { $count } candidates for { $job }
}
mail-presentation-heading = { $count ->
    [one] { $name } for { $job }
   *[other] { $count } candidates for { $job }
}
mail-presentation = { $count ->
    [one] { $sender } of { $organisation } presents a candidate to you for { $job }.
   *[other] { $sender } of { $organisation } presents { $count } candidates to you for { $job }.
}
mail-presentation-next = Say whom you would like to meet, and when you are free. Interviews are then arranged without further mails.
mail-presentation-action = { $count ->
    [one] See the candidate
   *[other] See the candidates
}
mail-candidates = { $count ->
    [one] Candidate
   *[other] Candidates
}

mail-booking-subject = Pick a time: interview for { $job } at { $company }
mail-booking-heading = { $company } would like to meet you
mail-booking = You are invited to an interview for { $job } at { $company }. It takes { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.
mail-booking-next = Pick the time that suits you. It takes less than a minute and needs no account.
mail-booking-interview = Interview
mail-booking-action = Pick a time
mail-booking-none = The same link moves or cancels the interview later. If no time suits you, answer this mail.

mail-mention-subject = { $sender } names you in a note about { $candidate }
mail-mention-heading = A note about { $candidate }
mail-mention = { $sender } names you in a note about { $candidate }.
mail-mention-action = Open the notes

mail-colleague-subject = Your account at { $organisation }
mail-colleague-heading = Welcome to { $organisation } on Agendum
mail-colleague = { $sender } invites you to arrange interviews together with the colleagues of { $organisation }. Choose a password to begin.
mail-colleague-action = Choose a password

mail-reset-subject = Set a new password
mail-reset-heading = Set a new password
mail-reset = Somebody asked for a new password for the account { $email }.
mail-reset-action = Set a new password
mail-reset-not-you = If it was not you, ignore this mail: your password stays as it is.

mail-interview-subject-booked-candidate = Confirmed: interview for { $job } at { $company }, { $when }
mail-interview-subject-booked-others = Confirmed: interview with { $candidate } for { $job }, { $when }
mail-interview-subject-rescheduled-candidate = New time: interview for { $job } at { $company }, { $when }
mail-interview-subject-rescheduled-others = New time: interview with { $candidate } for { $job }, { $when }
mail-interview-subject-changed-candidate = Changed: interview for { $job } at { $company }, { $when }
mail-interview-subject-changed-others = Changed: interview with { $candidate } for { $job }, { $when }
mail-interview-subject-cancelled-candidate = Cancelled: interview for { $job } at { $company }, { $when }
mail-interview-subject-cancelled-others = Cancelled: interview with { $candidate } for { $job }, { $when }

mail-interview-heading-booked = The interview is confirmed
mail-interview-heading-rescheduled = The interview has a new time
mail-interview-heading-changed = The interview has changed
mail-interview-heading-cancelled = The interview is cancelled

mail-interview-booked-candidate = Your interview for { $job } at { $company } is confirmed.
mail-interview-booked-contact = Your interview with { $candidate } for { $job } is confirmed.
mail-interview-booked-attendee = You interview { $candidate } for { $job }.
mail-interview-booked-organiser = The interview of { $candidate } for { $job } at { $company } is confirmed. Everybody has been told; there is nothing for you to do.

mail-interview-rescheduled-candidate = Your interview for { $job } at { $company } has a new time.
mail-interview-rescheduled-contact = Your interview with { $candidate } for { $job } has a new time.
mail-interview-rescheduled-attendee = Your interview with { $candidate } for { $job } has a new time.
mail-interview-rescheduled-organiser = The interview of { $candidate } for { $job } at { $company } has a new time. Everybody has been told; there is nothing for you to do.

mail-interview-changed-candidate = Your interview for { $job } at { $company } has changed; its time is the same.
mail-interview-changed-contact = Your interview with { $candidate } for { $job } has changed; its time is the same.
mail-interview-changed-attendee = Your interview with { $candidate } for { $job } has changed; its time is the same.
mail-interview-changed-organiser = The interview of { $candidate } for { $job } at { $company } has changed; its time is the same. Everybody has been told.

mail-interview-cancelled-candidate = Your interview for { $job } at { $company } does not take place.
mail-interview-cancelled-contact = Your interview with { $candidate } for { $job } does not take place.
mail-interview-cancelled-attendee = Your interview with { $candidate } for { $job } does not take place.
mail-interview-cancelled-organiser = The interview of { $candidate } for { $job } at { $company } does not take place. Everybody has been told.

mail-interview-without-you = You no longer take part in the interview for { $job }.

mail-interview-action-candidate = Move or cancel the interview
mail-interview-action-again = Pick another time
mail-interview-action-contact = See your interviews
mail-interview-action-colleague = Open the interview

mail-when = When
mail-when-there = Time at the place
mail-when-before = Before
mail-place-video = Video
mail-place-onsite = Address
mail-place-phone = Telephone
mail-room = Room
mail-place-follows = will follow
mail-job = Job
mail-candidate = Candidate
mail-with = With
mail-reason = Reason
mail-form = Interview form
mail-attached = Attached
mail-description = Please note:
mail-calendar-adds = The attached file puts the interview into your calendar.
mail-calendar-removes = The attached file takes the interview out of your calendar.
mail-questions = Questions? Answer this mail; { $name } reads it.

mail-summary-candidate = Interview: { $job } at { $company }
mail-summary-others = Interview with { $candidate }: { $job }

mail-answer-question = Can you come?
mail-answer-accepted = Yes
mail-answer-tentative = Perhaps
mail-answer-declined = No
mail-answer-proposed = Another time
mail-answer-instead = Asks for

mail-reminder-subject-candidate = Reminder: interview for { $job } at { $company }, { $when }
mail-reminder-subject-others = Reminder: interview with { $candidate } for { $job }, { $when }
mail-reminder-heading = Your interview is soon
mail-reminder-candidate = This is a reminder of your interview for { $job } at { $company }.
mail-reminder-others = This is a reminder of the interview with { $candidate } for { $job }.
mail-reminder-subject-form = Your form is missing: interview with { $candidate } for { $job }
mail-reminder-form-heading = How was the interview with { $candidate }?
mail-reminder-form = Your form about the interview with { $candidate } for { $job } is not submitted yet. It is quickest while you remember; what you have begun is kept.
mail-reminder-form-action = Fill in the form

mail-answered-subject-accepted = { $person } comes: interview with { $candidate }, { $when }
mail-answered-subject-tentative = { $person } may come: interview with { $candidate }, { $when }
mail-answered-subject-declined = { $person } does not come: interview with { $candidate }, { $when }
mail-answered-subject-proposed = { $person } asks for another time: interview with { $candidate }, { $when }
mail-answered-heading-accepted = { $person } comes
mail-answered-heading-tentative = { $person } may come
mail-answered-heading-declined = { $person } does not come
mail-answered-heading-proposed = { $person } asks for another time
mail-answered-accepted = { $person } comes to the interview with { $candidate } for { $job }.
mail-answered-tentative = { $person } may come to the interview with { $candidate } for { $job }.
mail-answered-declined = { $person } can not come to the interview with { $candidate } for { $job }. The interview stands until you move it or call it off.
mail-answered-proposed = { $person } would like the interview with { $candidate } for { $job } at another time. It stays where it is until you move it; if that time is free, one click on its page does.

# Text messages: short, each with its link after it.
text-interview-booked-candidate = { $organisation }: your interview for { $job } at { $company } is confirmed, { $when }.
text-interview-booked-others = { $organisation }: interview with { $candidate } for { $job } confirmed, { $when }.
text-interview-rescheduled-candidate = { $organisation }: your interview for { $job } at { $company } has a new time, { $when }.
text-interview-rescheduled-others = { $organisation }: interview with { $candidate } for { $job } has a new time, { $when }.
text-interview-changed-candidate = { $organisation }: your interview for { $job } at { $company }, { $when }, has changed. See the mail.
text-interview-changed-others = { $organisation }: interview with { $candidate } for { $job }, { $when }, has changed. See the mail.
text-interview-cancelled-candidate = { $organisation }: your interview for { $job } at { $company }, { $when }, is cancelled.
text-interview-cancelled-others = { $organisation }: interview with { $candidate } for { $job }, { $when }, is cancelled.
text-interview-reminder-candidate = { $organisation }: reminder of your interview for { $job } at { $company }, { $when }.
text-form-reminder = { $organisation }: your form about the interview with { $candidate } for { $job } is missing.
text-interview-reminder-others = { $organisation }: reminder of the interview with { $candidate } for { $job }, { $when }.

mail-offer-sent-subject = Your offer: { $job } at { $company }
mail-offer-sent-heading = An offer from { $company }
mail-offer-sent = { $company } would like to offer you the position { $job }. Open the offer to read it, and to accept or decline it.
mail-offer-until = You can answer until { $until }.
mail-offer-code-comes = When you open it, a code is sent to this address: only you can read the offer.
mail-offer-action = Open the offer
mail-offer-rescinded-subject = The offer for { $job } was withdrawn
mail-offer-rescinded-heading = The offer was withdrawn
mail-offer-rescinded = { $company } has withdrawn the offer for the position { $job }. You can answer this mail if you have questions.
mail-offer-accepted-subject = You accepted the offer: { $job } at { $company }
mail-offer-accepted-heading = Thank you
mail-offer-accepted = { $company } has received your signature under the offer for the position { $job }. The link of the offer shows what you signed.
mail-code-subject = Your code for the offer
mail-code = This is the code that opens your offer. It holds until { $until }.
mail-code-not-you = If it was not you who asked for it, there is nothing to do: without the link the code opens nothing.
mail-offer-news-asked = Please approve the offer to { $candidate } for { $job }
mail-offer-news-approved = The offer to { $candidate } for { $job } is approved
mail-offer-news-refused = The offer to { $candidate } for { $job } was not approved
mail-offer-news-accepted = { $candidate } accepted the offer for { $job }
mail-offer-news-declined = { $candidate } declined the offer for { $job }
mail-offer-news-expired = The offer to { $candidate } for { $job } has expired
mail-offer-news = Candidate: { $candidate }, job: { $job }.
mail-offer-news-reason = Reason
mail-code-label = Code
mail-offer-news-action = See the offer
