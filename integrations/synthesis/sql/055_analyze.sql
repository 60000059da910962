-- Tables that were empty a moment ago have statistics that say so; the plans of what follows would be made for that.
ANALYZE accounts_account, accounts_contact, accounts_visit, accounts_visit_contacts
