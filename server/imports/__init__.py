"""Events come in from elsewhere: calendars, tables, web pages and conference schedules, by file or by address."""
