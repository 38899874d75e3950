// Times as the two products write them: 24 hours, days in words while they are near.

const minutes = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const long = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });

export const time = (at) => minutes.format(new Date(at * 1000));
export const clock = (at) => seconds.format(new Date(at * 1000));
export const moment = (at) => full.format(new Date(at * 1000));

export function dayOf(at) {
  const day = new Date(at * 1000);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

export function dayName(at) {
  const now = Date.now() / 1000;
  if (dayOf(at) === dayOf(now)) return "Today";
  if (dayOf(at) === dayOf(now - 86_400)) return "Yesterday";
  return long.format(new Date(at * 1000));
}
