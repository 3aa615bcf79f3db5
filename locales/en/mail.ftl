# Mails and invitations; never sent to the browser.
