const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const longWeekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

/** "14:05" */
export function timeOfDay(at: string | Date): string {
  return clock.format(new Date(at));
}

/** For lists: the time today, the weekday in the last week, else the date. */
export function shortTime(at: string, now = new Date()): string {
  const days = daysAgo(at, now);
  if (days === 0) {
    return clock.format(new Date(at));
  }
  return days === 1 ? 'Yesterday' : (days < 7 ? weekday : date).format(new Date(at));
}

/** For the lines between the days of a conversation. */
export function dayName(at: string, now = new Date()): string {
  const days = daysAgo(at, now);
  if (days === 0) {
    return 'Today';
  }
  return days === 1 ? 'Yesterday' : (days < 7 ? longWeekday : longDate).format(new Date(at));
}

/** "0:42", "12:05", "1:02:03" */
export function timer(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}

/** "45 seconds", "3 minutes", "1 hour 5 minutes" */
export function duration(seconds: number): string {
  const many = (value: number, unit: string) => `${value} ${unit}${value === 1 ? '' : 's'}`;
  if (seconds < 60) {
    return many(Math.max(1, Math.round(seconds)), 'second');
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return many(minutes, 'minute');
  }
  const rest = minutes % 60;
  return many(Math.floor(minutes / 60), 'hour') + (rest ? ` ${many(rest, 'minute')}` : '');
}

function daysAgo(at: string, now: Date): number {
  const start = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  return Math.round((start(now) - start(new Date(at))) / 86_400_000);
}
