/** Two charts, drawn as SVG and lists, each with its numbers for who cannot see it. */
import { h, s } from './dom.js';
import { plural, span, timeTag, ago } from './format.js';

const WIDTH = 600;
const HEIGHT = 130;
const EDGE = 8;

/** How the mood went, window by window: points are `{at, from, value: -1..1}`. */
export function moodChart(points) {
	if (points.length < 2) {
		return h('p', { class: 'muted small' }, 'The mood over time shows once there are two windows.');
	}
	// By order, not by time: nights and weekends would leave nothing but gaps.
	const x = (i) => EDGE + i * (WIDTH - 2 * EDGE) / (points.length - 1);
	// Talk is mostly even-tempered: a scale up to ±1 would show a flat line.
	const most = Math.max(0.25, ...points.map((point) => Math.abs(point.value)));
	const y = (value) => HEIGHT / 2 - value / most * (HEIGHT / 2 - EDGE);
	const path = points.map((point, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(point.value).toFixed(1)}`).join('');
	const area = `${path}L${x(points.length - 1)} ${HEIGHT / 2}L${x(0)} ${HEIGHT / 2}Z`;
	return h('figure', { class: 'chart' },
			s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', preserveAspectRatio: 'none',
				'aria-label': `Mood over ${points.length} windows, last ${points.at(-1).value.toFixed(2)} on a scale from -1 to 1` },
					s('path', { class: 'zero', d: `M0 ${HEIGHT / 2}H${WIDTH}` }),
					s('path', { class: 'area', d: area }),
					s('path', { class: 'line', d: path, 'vector-effect': 'non-scaling-stroke' }),
					points.length <= 60 && points.map((point, i) =>
						s('path', { class: `dot ${tone(point.value)}`, d: `M${x(i)} ${y(point.value)}h.01`,
							'vector-effect': 'non-scaling-stroke' },
								s('title', {}, `${span(point.from, point.at)}: ${point.value.toFixed(2)}`)))),
			h('figcaption', { class: 'axis small muted' }, timeTag(points[0].from, ago(points[0].from)),
					h('span', {}, 'good above the line, bad below'), timeTag(points.at(-1).at, ago(points.at(-1).at))));
}

const tone = (value) => value > 0.05 ? 'positive' : value < -0.05 ? 'negative' : 'neutral';

/** Who wrote how much: `{user_id, message_count, sentiment}`, the most first. */
export function peopleChart(people, most = 8) {
	const sorted = [...people].sort((one, other) => other.message_count - one.message_count);
	const highest = Math.max(1, ...sorted.map((person) => person.message_count));
	const rest = sorted.slice(most);
	return h('div', {},
			h('ul', { class: 'bars' }, sorted.slice(0, most).map((person) => h('li', {},
					h('span', { class: 'clip', title: person.user_id }, person.user_id),
					h('span', { class: 'bar-track', 'aria-hidden': 'true' },
							h('span', { class: `bar-fill ${person.sentiment}`,
								style: { width: `${Math.max(2, 100 * person.message_count / highest)}%` } })),
					h('span', { class: 'number' }, String(person.message_count),
							h('span', { class: 'sr-only' }, ` messages, ${person.sentiment}`))))),
			rest.length > 0 && h('p', { class: 'muted small' }, `and ${plural(rest.length, 'other')} with ${
				plural(rest.reduce((sum, person) => sum + person.message_count, 0), 'message')}`));
}

/** A small line of numbers, the latest to the right. */
export function spark(values, label) {
	const highest = Math.max(1e-9, ...values);
	const x = (i) => i * (120 / 59);
	const padded = [...Array(60 - values.length).fill(values[0] ?? 0), ...values];
	const path = padded.map((value, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${(28 - 26 * value / highest).toFixed(1)}`);
	return s('svg', { class: 'spark', viewBox: '0 0 120 30', role: 'img', 'aria-label': label,
		preserveAspectRatio: 'none' },
			s('path', { class: 'line', d: path.join(''), 'vector-effect': 'non-scaling-stroke' }));
}
