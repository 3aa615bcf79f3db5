# Connections to outside services.
connections-title = Connections
connections-lead = What messages leave by. When a connection breaks, what depends on it waits and nothing is lost: enter what changed, and it leaves.
connections-open = Manage connections
connection-smtp = Mail server
connection-smtp-what = All mails leave by it: invitations, confirmations, offers.
connection-text = Text messages
connection-text-what = Texts to candidates and colleagues who agreed to them.
connection-teams = Microsoft Teams
connection-teams-what = Cards for colleagues who chose Teams.

connection-absent = Not set up
connection-untried = Not tried yet
connection-works = Works
connection-failing = { $count ->
    [one] Failed once
   *[other] Failed { $count } times
}
connection-broken = Broken
connection-leads-to = Leads to
connection-nowhere = nowhere yet
connection-folder = the folder { $folder }: mails are not sent
connection-by = Settings
connection-configured = from the server’s configuration
connection-entered = entered here
connection-entered-over = entered here, in place of the server’s configuration
connection-by-nobody = none
connection-worked = Worked last
connection-waiting = Messages waiting
connection-broken-since = Broken since { $since }: { $reason }
connection-failing-since = { $count ->
    [one] It failed at { $since }, and is tried again.
   *[other] It has failed { $count } times in a row since { $since }, and is tried again.
}
connection-said = The other side said: { $problem }

connection-reason-credentials = The sign-in is refused.
connection-reason-host = There is no such server.
connection-reason-certificate = The server’s certificate is not trusted.
connection-reason-encryption = The server does not speak TLS as it is asked to.
connection-reason-address = What is asked for is not there.
connection-reason-unanswered = It does not answer, or takes nothing.

connection-mend-credentials = { $kind ->
    [text] Enter the account and its auth token again, save, and test the connection.
    [teams] Make a new webhook in Teams, enter its address, save, and test the connection.
    [ats] Enter the credentials again and save: it is asked at once.
   *[smtp] Enter user and password again, save, and test the connection.
}
connection-mend-host = { $kind ->
    [text] Whoever runs this server checks the address of the gateway in the configuration (text.url).
    [teams] Enter the address of the webhook again, save, and test the connection.
    [ats] Check the address and save: it is asked at once.
   *[smtp] Check the name of the server and the port, save, and test the connection.
}
connection-mend-certificate = { $kind ->
    [smtp] Check the name of the server: it must be the one of the certificate. Otherwise whoever runs the mail server renews the certificate. Then test the connection.
   *[other] Whoever runs the service renews the certificate, or this server lacks the authority that issued it. Then test the connection.
}
connection-mend-encryption = { $kind ->
    [smtp] Choose another encryption, or the port that belongs to it (STARTTLS 587, TLS 465), save, and test the connection.
   *[other] Whoever runs the service checks its TLS settings. Then test the connection.
}
connection-mend-address = { $kind ->
    [text] Check the account, save, and test the connection.
    [teams] The webhook was removed. Make a new one in Teams, enter its address, save, and test the connection.
    [ats] Check the address and the account and save: it is asked at once.
   *[smtp] Check the name of the server and the port, save, and test the connection.
}
connection-mend-unanswered = { $kind ->
    [smtp] The mail server may be down: it is tried each minute. If it stays so, check server and port, save, and test the connection.
   *[other] The service may be down: it is tried again by itself. If it stays so, check what is entered below, and test the connection.
}

connection-test = Test connection
connection-test-posts = The test posts a small card, which says that it is one.
connection-test-worked = It works.
connection-none = There is nothing to test: fill in the form and save first.
connection-test-credentials = { connection-reason-credentials } The other side said: { $problem }
connection-test-host = { connection-reason-host } { $problem }
connection-test-certificate = { connection-reason-certificate } { $problem }
connection-test-encryption = { connection-reason-encryption } { $problem }
connection-test-address = { connection-reason-address } The other side said: { $problem }
connection-test-unanswered = { connection-reason-unanswered } { $problem }
connection-test-refused = It could not be tried in this way: { $problem }
connection-card-title = This is a test
connection-card-text = { $organisation } can post here. Nobody has to do anything.
connection-card-link = Open the connections

connection-host = Server
connection-port = Port
connection-tls = Encryption
connection-tls-starttls = STARTTLS (usually port 587)
connection-tls-tls = TLS (usually port 465)
connection-tls-none = None, to this machine only
connection-user = User
connection-password = Password
connection-secret-keep = Leave it empty to keep the present one.
connection-account-sid = Account SID
connection-auth-token = Auth token
connection-from = Sender
connection-from-hint = A number such as +15005550006, a messaging service (MG…), or a name of at most 11 letters and digits.
connection-webhook = Address of the webhook
connection-webhook-keep = Leave it empty to keep the present one. Who has the address can write there.
connection-webhook-hint = The https:// address that Teams gave for the webhook. Who has it can write there.
connection-reset = Use the configuration again
connection-remove = Remove what was entered
connection-reset-done = Done.

saved-connection = The connection is saved. It is tried at once.
saved-connectionreset = The server’s configuration holds again.
saved-connectionworks = The connection works.

error-host = This is not the name of a server, such as mail.example.com.
error-unencrypted = A password is sent unencrypted to this machine only. Choose STARTTLS or TLS.
error-secret-again = Enter it again: it is kept only where server and account stay the same.
error-account-sid = This must be AC and 32 digits or letters from a to f.
error-sender = This must be a number with its country code, a messaging service (MG…), or a name of at most 11 letters and digits.
error-webhook = This must be the https:// address that Teams gave for the webhook.

undelivered-broken = { $count ->
    [0] A connection is broken: messages wait until it works again.
    [one] A connection is broken: 1 message waits.
   *[other] A connection is broken: { $count } messages wait.
}
undelivered-mend = Mend it
