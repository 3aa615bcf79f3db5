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
