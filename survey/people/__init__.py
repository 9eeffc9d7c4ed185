"""Who works here: accounts, sign-in, deputies and their passes, and the audit log of staff acts."""
