# SPDX-License-Identifier: Apache-2.0
"""usage: calendar_interop.py CALENDAR_PEER
Another program's parser (python3-icalendar) reads the calendars that ours writes, and finds what was meant.
Ends with 77 where that parser is not installed."""
import json
import subprocess
import sys
from datetime import timedelta, timezone

try:
    from icalendar import Calendar
except ImportError:
    print("skipped: python3-icalendar is not installed")
    sys.exit(77)

made = subprocess.run([sys.argv[1]], capture_output=True, check=True)
told = json.loads(made.stderr)
calendar = Calendar.from_ical(made.stdout)
events = calendar.walk("VEVENT")
assert calendar["VERSION"] == "2.0" and calendar["PRODID"], "no calendar"
assert len(events) == len(told), f"{len(events)} events instead of {len(told)}"
for event, meant in zip(events, told):
    alarm = event.walk("VALARM")[0]
    read = {
        "uid": str(event["UID"]),
        "at": event.decoded("DTSTART").astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "summary": str(event["SUMMARY"]),
        "description": str(event["DESCRIPTION"]),
        "remind_s": -int(alarm.decoded("TRIGGER") / timedelta(seconds=1)),
        "priority": int(event["PRIORITY"]),
    }
    assert read == meant, f"\n read:  {read}\n meant: {meant}"
    assert str(alarm["ACTION"]) == "DISPLAY" and str(alarm["DESCRIPTION"]) == meant["summary"], "the reminder says something else"
    assert event.decoded("DTSTAMP"), "no stamp"
print(f"ok calendars: {len(events)} events read by another parser, word for word")
