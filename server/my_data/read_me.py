"""What the files of an export are, in plain words: its README.txt."""

READ_ME = """\
Everything that Hallway holds about you, as it was when you asked.

.json files hold one row a line, as the database has them. Times are in UTC. Open them with any text editor.
.vcf files are vCards: any address book reads them. .ics files are calendars.

person.json                 you, with every field you have filled in
card.json                   who may see which field, and who may save you
employer-choices.json       what employers get of you at single events
me.vcf                      your own card
photo.jpg, resume.pdf       the files on it
sessions.json               where you are or were signed in
api-tokens.json             programs that act for you
calendars.json              calendars of your own, and what each holds
passkeys.json               passkeys by which you sign in
accounts-elsewhere.json     by which accounts of universities and partners you sign in
badges.json                 your badges
badge-prints-asked-for.json  badges of events that you had printed
guest.json                  the event to which you were brought as a guest, and the address that was written down
memberships.json            organizations that you belong to, and your role there
roles-from-elsewhere.json   which of these roles such an account gave you
campuses-looked-after.json  campuses that you look after
events-worked-at.json       events that you work at
invitations-made.json       roles that you invited others to
invitations-accepted.json   invitations that you took up
booths-stood-at.json        booths that you stand at
lead-entries-written.json   what you wrote, rated and tagged at your organization's booths, without about whom
booths-visited.json         booths whose code you scanned, and when
organizations-met.json      organizations in your address book
attendances.json            events that you answered to or came to
check-ins.json              when and at which door you came in
doors-staffed.json          doors that you staffed
answers-to-organizers.json  what you answered to their questions
events-let-into.json        events for others into which organizers let you
events.ics                  those events, where they are still published; 200 a file
followed-organizations.json, followed-campuses.json, followed-tags.json
                            what you follow
saved-filters.json          filters of the list of events that you kept
event-drafts.json           events that you began to type and have not finished
event-changes.json          what you did to events that you post
events-published-unreviewed.json
                            organizations for which your events are published without a review
talks.json                  where a programme names you as a speaker
talks-asked-for.json        where an organizer asks you to speak, and you have not answered
blocks.json                 people whom you keep away
reports-made.json           people whom you reported, and what you wrote
contacts.json, contacts.vcf your contacts, with what they share with you now and your own names for them
contact-notes.json          notes and tags that you wrote about your contacts
encounters-made.json        badges that you scanned, with your notes
encounters-received.json    scans of your badge
activity.json               what you did that Hallway writes down
activity-by-others.json     what others did to your account
account-warning.json        whether you were told that an unused account goes

Names of others are those that their cards show you now. Who shows you no name is there without one.

What is not here: passwords, since there are none; the secrets of sessions, tokens and badges, since whoever has them
could be you; Hallway's half of your passkeys, which is of use only here; who has blocked you, since they are promised
that nobody is told; and what others wrote about you in their own notes, which is theirs.
"""
