// What ical.js and node-ical understand of the calendar on standard input, as JSON: an array of events for each.
// Times are seconds since 1970, whole days are dates.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(new URL("../../server/assets/package.json", import.meta.url));
const { default: ICAL } = await import(require.resolve("ical.js"));
const nodeIcal = require("node-ical");

const text = readFileSync(0, "utf8");
process.stdout.write(JSON.stringify({ "ical.js": byIcalJs(text), "node-ical": byNodeIcal(text) }));

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      recurrence: event.recurrenceId ? moment(event.recurrenceId) : null,
      start: moment(event.startDate),
      end: moment(event.endDate),
      summary: event.summary,
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
      alarms: component.getAllSubcomponents("valarm").length,
    };
  });
}

function moment(time) {
  return time.isDate ? time.toString() : time.toUnixTime();
}

function byNodeIcal(text) {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one.type === "VEVENT");
  // It keeps each replaced instance under two names.
  const all = events.flatMap((event) => [event, ...new Set(Object.values(event.recurrences ?? {}))]);
  return all.map((event) => ({
    uid: event.uid,
    recurrence: event.recurrenceid ? seconds(event.recurrenceid) : null,
    start: seconds(event.start),
    end: seconds(event.end),
    summary: event.summary?.val ?? event.summary,
    status: event.status,
    sequence: Number(event.sequence),
    alarms: (event.alarms ?? []).length,
  }));
}

function seconds(date) {
  return date.dateOnly ? day(date) : date.getTime() / 1000;
}

function day(date) {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}
