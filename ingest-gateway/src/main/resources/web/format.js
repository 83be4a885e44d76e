/** Times in the reader's zone, numbers in the reader's language. */
import { h } from './dom.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const shortOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
const number = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** Epoch milliseconds of any timestamp the server sends. */
export function instant(text) {
	// Room frames say "yyyy-MM-dd HH:mm:ss", in UTC.
	return Date.parse(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? text.replace(' ', 'T') + 'Z' : text);
}

const thisYear = (date) => date.getFullYear() === new Date().getFullYear();

export const clock = (ms) => time.format(ms);

export const dayKey = (ms) => new Date(ms).toDateString();

export function dayName(ms) {
	const date = new Date(ms);
	const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(ms).setHours(0, 0, 0, 0)) / 86_400_000);
	if (days === 0 || days === 1) {
		const name = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(-days, 'day');
		return name[0].toUpperCase() + name.slice(1);
	}
	return (thisYear(date) ? day : dayOfYear).format(date);
}

/** Short, as in a list: "2 min ago", "14:05", "3 Mar". */
export function ago(ms) {
	const seconds = (Date.now() - ms) / 1000;
	if (seconds < 45) {
		return 'just now';
	}
	if (seconds < 3600) {
		return relative.format(-Math.max(1, Math.round(seconds / 60)), 'minute');
	}
	if (dayKey(ms) === dayKey(Date.now())) {
		return time.format(ms);
	}
	return (thisYear(new Date(ms)) ? short : shortOfYear).format(ms);
}

/** From when to when, saying the day once. */
export function span(from, to) {
	const date = (thisYear(new Date(from)) ? short : shortOfYear);
	const start = `${date.format(from)}, ${time.format(from)}`;
	if (time.format(from) === time.format(to) && dayKey(from) === dayKey(to)) {
		return start;
	}
	return dayKey(from) === dayKey(to) ? `${start} – ${time.format(to)}`
		: `${start} – ${date.format(to)}, ${time.format(to)}`;
}

/** A <time> whose tooltip has it in full. */
export function timeTag(ms, text) {
	return h('time', { datetime: new Date(ms).toISOString(), title: full.format(ms) }, text);
}

/** A calendar date such as 2026-03-01, which has no zone. */
export function date(iso) {
	const [year, month, dayOfMonth] = iso.split('-').map(Number);
	return short.format(new Date(year, month - 1, dayOfMonth));
}

export const count = (value) => number.format(value);

export const compactCount = (value) => value < 10_000 ? number.format(value) : compact.format(value);

export const plural = (value, one, many = one + 's') => `${number.format(value)} ${value === 1 ? one : many}`;

export function money(value) {
	return value === 0 ? '0' : value < 0.01 ? value.toPrecision(2) : value.toFixed(2);
}
